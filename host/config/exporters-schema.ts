import {
  type CrashLoopOptions,
  defaultCrashLoop,
  defaultLimits,
  defaultRetry,
  defaultSendingQueue,
  type Limits,
} from "../contract/index.ts";
import type { ExporterConfig } from "./agent-config.ts";
import { type ConfigEntry, keyAt, valueAt } from "./config-value.ts";
import { batch, retry, sendingQueue } from "./delivery-schema.ts";
import { locatePlugin } from "./packaged-plugins.ts";
import { permissions } from "./permissions-schema.ts";
import { pluginConfig } from "./plugin-config.ts";
import { entries, object } from "./read-collections.ts";
import { integer, text } from "./read-scalars.ts";
import { digest, size, timeout } from "./read-units.ts";
import { mapped, type Reader } from "./reader.ts";

const pluginForms = "the path of a .wasm file, or spandock:NAME for one that comes with the agent";

const plugin: Reader<string> = mapped(text(pluginForms), (written, value) => {
  const { baseDir, files, problems } = value.context;
  const located = locatePlugin(written, baseDir);
  const report = (expected: string, found: string, fix?: string) =>
    problems.report({
      code: "PLUGIN_NOT_READABLE",
      at: valueAt(value),
      path: value.path,
      expected,
      found,
      ...(fix === undefined ? {} : { fix }),
    });
  if (!("file" in located)) {
    report(located.expected, JSON.stringify(written), located.fix);
    return written;
  }
  if (!files.isFile(located.file)) {
    report("the path of a .wasm file, relative to the config file", `no file at ${located.file}`);
  }
  return located.file;
});

const pageBytes = 64 * 1024;

const limits: Reader<Limits> = mapped(
  object({
    memory: size({ minBytes: pageBytes, maxBytes: 4 * 1024 ** 3, range: "from 64KiB to 4GiB" }),
    config_timeout: timeout,
    export_timeout: timeout,
    stop_timeout: timeout,
  }),
  (raw) => ({
    memoryBytes: raw.memory ?? defaultLimits.memoryBytes,
    configTimeoutMillis: raw.config_timeout ?? defaultLimits.configTimeoutMillis,
    exportTimeoutMillis: raw.export_timeout ?? defaultLimits.exportTimeoutMillis,
    stopTimeoutMillis: raw.stop_timeout ?? defaultLimits.stopTimeoutMillis,
  }),
);

const crashLoop: Reader<CrashLoopOptions> = mapped(
  object({ max_crashes: integer({ min: 1, max: 1000 }), window: timeout, pause: timeout }),
  (raw) => ({
    maxCrashes: raw.max_crashes ?? defaultCrashLoop.maxCrashes,
    windowMillis: raw.window ?? defaultCrashLoop.windowMillis,
    pauseMillis: raw.pause ?? defaultCrashLoop.pauseMillis,
  }),
);

const exporter = object(
  {
    plugin,
    digest,
    config: pluginConfig,
    permissions,
    limits,
    crash_loop: crashLoop,
    sending_queue: sendingQueue,
    retry_on_failure: retry,
    batch,
  },
  {
    required: { plugin: "the path of a .wasm file, or spandock:NAME" },
    advice: {
      endpoint: "What the plugin itself reads stands under `config`.",
      timeout: "Write limits.export_timeout.",
      tls: "What the plugin itself reads stands under `config`.",
    },
  },
);

/** What an exporter has where the config doesn't say. */
export const exporterDefaults = {
  permissions: undefined,
  injectHeaders: {},
  limits: defaultLimits,
  crashLoop: defaultCrashLoop,
  sendingQueue: defaultSendingQueue,
  retry: defaultRetry,
} as const;

/** Names stand in paths, in URLs and on the command line. */
export const exporterName = /^[A-Za-z0-9][A-Za-z0-9_./-]{0,99}$/;

/** The config's `exporters`, by name. */
export const exporters: Reader<Map<string, ExporterConfig>> = entries("a map of exporters", readExporter, {
  "…": exporter,
});

/** One exporter, its name being the entry's key. */
export function readExporter(entry: ConfigEntry): ExporterConfig | undefined {
  const { key: name, context, path } = entry;
  if (!exporterName.test(name)) {
    const expected = "a name of at most 100 letters, digits, _, ., / and -, beginning with a letter or digit";
    context.problems.report({ at: keyAt(entry), path, expected, found: JSON.stringify(name.slice(0, 120)) });
  }
  const raw = exporter.read(entry);
  if (raw?.plugin === undefined) return undefined;
  return {
    ...exporterDefaults,
    name,
    at: keyAt(entry),
    pluginFile: raw.plugin,
    ...(raw.digest !== undefined && { digest: raw.digest }),
    config: raw.config ?? { blob: new Uint8Array(), type: "yaml" },
    ...raw.permissions,
    ...(raw.limits && { limits: raw.limits }),
    ...(raw.crash_loop && { crashLoop: raw.crash_loop }),
    ...(raw.sending_queue && { sendingQueue: raw.sending_queue }),
    ...(raw.retry_on_failure && { retry: raw.retry_on_failure }),
    ...(raw.batch && { batch: raw.batch }),
  };
}
