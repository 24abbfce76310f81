// Plugins that trap: each batch ends an instance, and the plugin is stopped while its next one is being made.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits, noPermissions, silentLogger } from "../../host/contract/index.ts";
import { createPlugin } from "../../host/plugins/index.ts";
import { buildWatExporter } from "../wat-exporter.ts";
import { serveGrowth } from "./serve-growth.ts";

const cacheDirectory = mkdtempSync(join(tmpdir(), "spandock-bench-"));
process.on("exit", () => rmSync(cacheDirectory, { recursive: true, force: true }));
process.on("disconnect", () => process.exit());

const options = {
  name: "trap",
  bytes: await buildWatExporter("unreachable"),
  config: { blob: new Uint8Array(), type: "yaml" },
  permissions: noPermissions,
  limits: defaultLimits,
  logger: silentLogger,
  cacheDirectory,
} as const;
const batch = { spans: new Uint8Array(), spanCount: 0 };

serveGrowth({
  async work(times) {
    for (let crash = 0; crash < times; crash++) {
      const plugin = createPlugin(options);
      await plugin.start();
      const [outcome] = await plugin.export(batch);
      if (outcome?.kind !== "retryable" || !outcome.crashedPlugin) throw new Error(JSON.stringify(outcome));
      await plugin.stop();
    }
  },
});
