import { readFileSync } from "node:fs";
import { afterAll, onTestFinished } from "vitest";
import { locatePlugin } from "../../host/config/index.ts";
import { defaultLimits, noPermissions, type Outcome } from "../../host/contract/index.ts";
import { createPlugin } from "../../host/plugins/index.ts";
import { type Line, recordingLogger } from "../plugins/open-plugin.ts";
import { TemporaryFolder } from "./agent-process.ts";

export interface PackagedExporterOptions {
  readonly name: "otlp-http" | "zipkin";
  /** JSON is YAML, too. */
  readonly config: object;
  /** Origins that it may send to. */
  readonly http: readonly string[];
}

export interface PackagedExporter {
  readonly lines: Line[];
  /** What becomes of one batch. */
  send(bytes: Uint8Array, spanCount?: number): Promise<Outcome>;
}

/** Compiled once for each test file. */
const cache = new TemporaryFolder();
afterAll(() => cache[Symbol.dispose]());

/** A plugin that comes with the agent, as the build made it, in the agent's own sandbox; it is gone after the test. */
export async function startPackagedExporter(options: PackagedExporterOptions): Promise<PackagedExporter> {
  const { name, config, http } = options;
  const located = locatePlugin(`spandock:${name}`, "/");
  if (!("file" in located)) throw new Error(located.expected);
  const lines: Line[] = [];
  const plugin = createPlugin({
    name,
    bytes: readFileSync(located.file),
    config: { blob: new TextEncoder().encode(JSON.stringify(config)), type: "yaml" },
    permissions: { ...noPermissions, http },
    limits: defaultLimits,
    cacheDirectory: cache.path,
    logger: recordingLogger(lines),
  });
  await plugin.start();
  onTestFinished(() => plugin.stop());
  return {
    lines,
    async send(bytes, spanCount = 1) {
      const spans = new Uint8Array(new SharedArrayBuffer(bytes.length));
      spans.set(bytes);
      return (await plugin.export({ spans, spanCount }))[0]!;
    },
  };
}
