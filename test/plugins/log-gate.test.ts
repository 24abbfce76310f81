import { describe, expect, it } from "vitest";
import { CallProgress } from "../../host/plugins/worker/call-progress.ts";
import { LogGate } from "../../host/plugins/worker/log-gate.ts";
import type { FromWorker } from "../../host/plugins/worker/messages.ts";

function gateOf() {
  let now = 0;
  const posted: Extract<FromWorker, { kind: "log" }>[] = [];
  const progress = new CallProgress();
  const gate = new LogGate({
    post: (message) => void (message.kind === "log" && posted.push(message)),
    progress,
    monotonic: () => now,
  });
  return {
    gate,
    posted,
    progress,
    advance: (millis: number) => {
      now += millis;
    },
  };
}

describe("the gate for a guest's log", () => {
  it("lets a line through with its fields, which get a prefix of their own", () => {
    const { gate, posted } = gateOf();
    gate.write("warn", "slow disk", [
      ["exporter", "files"],
      ["level", "fatal"],
    ]);
    expect(posted).toEqual([
      {
        kind: "log",
        level: "warn",
        message: "slow disk",
        fields: { "plugin.exporter": "files", "plugin.level": "fatal" },
      },
    ]);
  });

  it("lets a burst of 200 through, then 100 a second, and reports the rest once", () => {
    const { gate, posted, advance } = gateOf();
    for (let line = 0; line < 500; line++) gate.write("info", "x");
    gate.reportDropped();
    expect(posted).toHaveLength(200);
    advance(1000);
    for (let line = 0; line < 500; line++) gate.write("info", "y");
    expect(posted).toHaveLength(300);
    expect(posted.filter(({ message }) => message.includes("dropped")).map(({ message }) => message)).toEqual(
      ["300 log lines of the plugin were dropped: more than 100 a second"],
    );
    advance(10);
    gate.reportDropped();
    expect(posted.at(-1)?.message).toMatch(/^401 log lines/);
    advance(60_000);
    gate.reportDropped();
    expect(posted).toHaveLength(301);
  });

  it("cuts long messages, long fields and many fields", () => {
    const { gate, posted } = gateOf();
    const many = Array.from(
      { length: 100 },
      (_, index) => [`${index}`.padEnd(1000, "k"), "v".repeat(9999)] as const,
    );
    gate.write("info", "m".repeat(10_000_000), many);
    const [{ message, fields }] = posted as [(typeof posted)[0]];
    expect(message).toMatch(/^m{8192}… \(cut: 10000000 bytes\)$/);
    expect(fields["plugin.fieldsDropped"]).toBe("68");
    expect(JSON.stringify(fields).length).toBeLessThan(50_000);
  });

  it("keeps the last critical line of a call, even one that was dropped", () => {
    const { gate } = gateOf();
    for (let line = 0; line < 500; line++) gate.write("info", "x");
    gate.write("critical", "abort: index out of range", [
      ["file", "my-exporter.ts"],
      ["line", "12"],
      ["column", "5"],
    ]);
    expect(gate.lastWords).toBe("abort: index out of range (my-exporter.ts:12:5)");
    gate.beginCall();
    expect(gate.lastWords).toBeUndefined();
  });

  it("tells each denied use once, with what would grant it", () => {
    const { gate, posted } = gateOf();
    for (let time = 0; time < 5; time++)
      gate.deny({ asked: "open /etc/passwd", grant: "permissions.directories" });
    gate.deny({ asked: "connect" });
    expect(posted).toEqual([
      {
        kind: "log",
        level: "warn",
        message: "the plugin was denied: open /etc/passwd",
        fields: { grant: "permissions.directories" },
      },
      { kind: "log", level: "warn", message: "the plugin was denied: connect", fields: {} },
    ]);
  });
});
