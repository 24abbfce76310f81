import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { defaultLimits, noPermissions, silentLogger } from "../../host/contract/index.ts";
import { createPlugin } from "../../host/plugins/index.ts";
import { projectRoot } from "../agent-child.ts";
import type { Comparison } from "../comparison.ts";

const calls = 20_000;
const inFlight = 64;

/** CPU microseconds of the whole process (all its threads) for one of many overlapping calls. */
async function cpuMicrosPerCall(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  let left = calls;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** A thread that answers each message with the same message. */
function echoWorker() {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads"); parentPort.on("message", (m) => parentPort.postMessage(m));`,
    { eval: true },
  );
  const waiting: (() => void)[] = [];
  worker.on("message", () => waiting.shift()?.());
  return {
    roundTrip: () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        worker.postMessage({ id: 1, spans: new Uint8Array(), spanCount: 0 });
      }),
    end: () => worker.terminate(),
  };
}

/** What a call costs beyond the message that carries it. */
export const emptyBatchCall: Comparison = {
  kind: "comparison",
  name: "call of an empty batch",
  what: "CPU of one call main thread → worker → AssemblyScript guest → back, pipelined, against a bare postMessage round trip",
  unit: "µs CPU",
  subjectMark: { atMost: 10 },
  async prepare() {
    const plugin = createPlugin({
      name: "count",
      bytes: readFileSync(`${projectRoot}examples/counting-exporter/build/counting-exporter.wasm`),
      config: { blob: new Uint8Array(), type: "yaml" },
      permissions: noPermissions,
      limits: defaultLimits,
      logger: silentLogger,
    });
    await plugin.start();
    const echo = echoWorker();
    const batch = { spans: new Uint8Array(new SharedArrayBuffer(0)), spanCount: 0 };
    return {
      subject: () => cpuMicrosPerCall(() => plugin.export(batch)),
      baseline: () => cpuMicrosPerCall(echo.roundTrip),
      async dispose() {
        await plugin.stop();
        await echo.end();
      },
    };
  },
};
