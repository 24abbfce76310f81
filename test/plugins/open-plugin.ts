import {
  type Batch,
  defaultLimits,
  type LogFields,
  type Logger,
  type LogLevel,
  noPermissions,
} from "../../host/contract/index.ts";
import { createPlugin, type Plugin, type PluginOptions } from "../../host/plugins/index.ts";
import { buildWatPlugin, type HonestWatOptions, honestWat } from "../support/wat-plugin.ts";

export interface Line {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps the agent's lines. */
export function recordingLogger(lines: Line[]): Logger {
  const logger: Logger = {
    log: (level, message, fields = {}) => void lines.push({ level, message, fields }),
    child: () => logger,
  };
  return logger;
}

export interface TestPlugin {
  readonly plugin: Plugin;
  readonly lines: Line[];
}

/** A plugin made of WebAssembly text, not started. */
export async function makePlugin(
  guest: HonestWatOptions,
  options: Partial<Omit<PluginOptions, "bytes" | "logger">> = {},
  wit?: string,
): Promise<TestPlugin> {
  const lines: Line[] = [];
  const plugin = createPlugin({
    name: "guest",
    bytes: await buildWatPlugin({ wat: honestWat(guest), ...(wit === undefined ? {} : { wit }) }),
    config: { blob: new TextEncoder().encode("key: value\n"), type: "yaml" },
    permissions: noPermissions,
    limits: defaultLimits,
    logger: recordingLogger(lines),
    ...options,
  });
  return { plugin, lines };
}

/** A batch on shared memory, as receivers make them; its bytes are the text's. */
export function batchOf(text: string, spanCount = 3): Batch {
  const bytes = new TextEncoder().encode(text);
  const spans = new Uint8Array(new SharedArrayBuffer(bytes.length));
  spans.set(bytes);
  return { spans, spanCount };
}
