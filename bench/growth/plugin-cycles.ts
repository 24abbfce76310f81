// Plugins that live in order: start with a config, one batch, stop. The files exporter, because it holds descriptors.
import { mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits, silentLogger } from "../../host/contract/index.ts";
import { createPlugin } from "../../host/plugins/index.ts";
import { projectRoot } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { serveGrowth } from "./serve-growth.ts";

const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("disconnect", () => process.exit());

const options = {
  name: "files",
  bytes: readFileSync(`${projectRoot}examples/files-exporter/build/files-exporter.wasm`),
  config: { blob: Buffer.from("file_paths: [/out/a.jsonl, /out/b.jsonl]"), type: "yaml" },
  permissions: {
    directories: [{ guestPath: "/out", hostPath: folder, access: "write" }],
    http: [],
    env: {},
  },
  limits: defaultLimits,
  logger: silentLogger,
  cacheDirectory: join(folder, "cache"),
} as const;
const batch = { spans: traceBody(8), spanCount: 8 };

serveGrowth({
  async work(times) {
    for (let cycle = 0; cycle < times; cycle++) {
      const plugin = createPlugin(options);
      await plugin.start();
      const outcomes = await plugin.export(batch);
      if (outcomes.some(({ kind }) => kind !== "accepted")) throw new Error(JSON.stringify(outcomes));
      await plugin.stop();
    }
    for (const file of ["a.jsonl", "b.jsonl"]) truncateSync(join(folder, file));
  },
});
