import { describe, expect, it } from "vitest";
import { CallWatch } from "../../host/plugins/call-watch.ts";
import { CallProgress } from "../../host/plugins/worker/call-progress.ts";
import { ManualClock } from "./manual-clock.ts";

function watchOf() {
  const clock = new ManualClock();
  const progress = new CallProgress();
  const overtime: string[] = [];
  const watch = new CallWatch({
    clock,
    progress: new CallProgress(progress.memory),
    limitMillis: (call) => (call === "export-spans" ? 1000 : 10_000),
    onOvertime: ({ call, id, target }) => overtime.push(`${call} ${id} ${target}`),
  });
  watch.start();
  return { clock, progress, overtime, watch };
}

describe("the watch over a worker's calls", () => {
  it("reports the call that passes its limit, once", () => {
    const { clock, progress, overtime } = watchOf();
    progress.begin("export-spans", 7, 2);
    clock.advance(999);
    expect(overtime).toEqual([]);
    clock.advance(101);
    expect(overtime).toEqual(["export-spans 7 2"]);
    clock.advance(60_000);
    expect(overtime).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("counts a call from its own begin, not from the begin of those before it", () => {
    const { clock, progress, overtime } = watchOf();
    for (let id = 1; id <= 20; id++) {
      progress.begin("export-spans", id);
      clock.advance(900);
      progress.end(65_536);
    }
    expect(overtime).toEqual([]);
  });

  it("has a limit for each kind of call, and none between calls", () => {
    const { clock, progress, overtime } = watchOf();
    clock.advance(3_600_000);
    progress.begin("config");
    clock.advance(9_900);
    expect(overtime).toEqual([]);
    clock.advance(200);
    expect(overtime).toEqual(["config 0 0"]);
  });

  it("leaves no timer behind", () => {
    const { clock, watch } = watchOf();
    watch.stop();
    expect(clock.pending).toBe(0);
  });
});
