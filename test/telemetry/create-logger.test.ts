import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLogger } from "../../host/telemetry/index.ts";

/** A stream that keeps what was written; as a terminal when `isTTY`. */
function recorder(isTTY: boolean): { stream: PassThrough & { isTTY: boolean }; text: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY });
  let text = "";
  stream.on("data", (chunk) => {
    text += chunk;
  });
  return { stream, text: () => text };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the agent's log", () => {
  it("writes one JSON object a line into a pipe, with RFC 3339 time and the fields of its children", async () => {
    const { stream, text } = recorder(false);
    const logger = createLogger({ stream });
    logger.child({ exporter: "files" }).log("warn", "slow", { millis: 3 });
    await turn();
    const line = JSON.parse(text());
    expect(line).toMatchObject({ level: "warn", msg: "slow", exporter: "files", millis: 3 });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("writes one coloured line each onto a terminal", async () => {
    const { stream, text } = recorder(true);
    const logger = createLogger({ stream });
    logger.log("info", "ready", { exporters: 2 });
    await turn();
    expect(text().trimEnd().split("\n")).toHaveLength(1);
    expect(text()).toContain("\u001b[");
    expect(text()).toContain("ready");
  });

  it("drops lines below its level, and knows critical above error", async () => {
    const { stream, text } = recorder(false);
    const logger = createLogger({ stream, level: "error" });
    for (const level of ["trace", "debug", "info", "warn", "error", "critical"] as const)
      logger.log(level, level);
    await turn();
    const levels = text()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).level);
    expect(levels).toEqual(["error", "critical"]);
  });

  it("outlives the reader of its stream", async () => {
    const { stream } = recorder(false);
    const logger = createLogger({ stream });
    stream.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await turn();
    expect(() => logger.log("info", "nobody reads this")).not.toThrow();
  });
});
