// Many batches through one instance of an exporter that decodes and writes each of them.
import { mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits, silentLogger } from "../../host/contract/index.ts";
import { createPlugin } from "../../host/plugins/index.ts";
import { projectRoot } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { serveGrowth } from "./serve-growth.ts";

const inFlight = 32;
const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("disconnect", () => process.exit());

const plugin = createPlugin({
  name: "files",
  bytes: readFileSync(`${projectRoot}examples/files-exporter/build/files-exporter.wasm`),
  config: { blob: Buffer.from("file_paths: [/out/spans.jsonl]"), type: "yaml" },
  permissions: {
    directories: [{ guestPath: "/out", hostPath: folder, access: "write" }],
    http: [],
    env: {},
  },
  limits: defaultLimits,
  logger: silentLogger,
});
await plugin.start();

// Of different sizes, so that an allocator that can't use its gaps again shows.
const batches = [1, 2, 3, 5, 8].map((spanCount) => {
  const body = traceBody(spanCount);
  const spans = new Uint8Array(new SharedArrayBuffer(body.length));
  spans.set(body);
  return { spans, spanCount };
});

serveGrowth({
  async work(times) {
    let left = times;
    const lane = async () => {
      while (left-- > 0) {
        const [outcome] = await plugin.export(batches[left % batches.length]!);
        if (outcome?.kind !== "accepted") throw new Error(JSON.stringify(outcome));
        if (left % 10_000 === 0) truncateSync(join(folder, "spans.jsonl"));
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
  },
  figures: () => ({ "guest memory": plugin.status().memoryBytes / 1024 ** 2 }),
});
