import { describe, expect, it } from "vitest";
import { CrashHistory } from "../../host/plugins/crash-history.ts";

describe("the history of crashes", () => {
  it("doubles the delay with each crash in the window, until they make a loop", () => {
    const history = new CrashHistory({ maxCrashes: 5, windowMillis: 60_000, pauseMillis: 45_000 });
    expect([0, 1, 2, 3, 4, 5].map((time) => history.record(time))).toEqual([
      { kind: "restart", delayMillis: 100 },
      { kind: "restart", delayMillis: 200 },
      { kind: "restart", delayMillis: 400 },
      { kind: "restart", delayMillis: 800 },
      { kind: "crash-loop", delayMillis: 45_000 },
      { kind: "crash-loop", delayMillis: 45_000 },
    ]);
  });

  it("forgets crashes that are older than the window", () => {
    const history = new CrashHistory({ maxCrashes: 3, windowMillis: 1000, pauseMillis: 1 });
    for (let time = 0; time < 50_000; time += 500) expect(history.record(time).kind).toBe("restart");
  });

  it("never waits longer than 30 s for a restart", () => {
    const history = new CrashHistory({ maxCrashes: 100, windowMillis: 60_000, pauseMillis: 1 });
    const delays = Array.from({ length: 20 }, (_, time) => history.record(time).delayMillis);
    expect(Math.max(...delays)).toBe(30_000);
  });

  it("begins anew when it is cleared", () => {
    const history = new CrashHistory({ maxCrashes: 2, windowMillis: 1000, pauseMillis: 1 });
    history.record(0);
    history.clear();
    expect(history.record(1)).toEqual({ kind: "restart", delayMillis: 100 });
  });
});
