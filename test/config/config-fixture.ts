import { type AgentConfig, type ConfigFiles, parseConfig } from "../../host/config/index.ts";
import { type SpandockError, SpandockErrors } from "../../host/contract/index.ts";

/** Every `.wasm` is there, and files have the texts given. */
export function fakeFiles(texts: Readonly<Record<string, string | Uint8Array>> = {}): ConfigFiles {
  return {
    read(path) {
      const found = texts[path];
      if (found === undefined) throw Object.assign(new Error(path), { code: "ENOENT" });
      return typeof found === "string" ? new TextEncoder().encode(found) : found;
    },
    isFile: (path) => path in texts || path.endsWith(".wasm"),
  };
}

export interface ParsedWith {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: ConfigFiles;
}

export function parsed(text: string, { env = {}, files = fakeFiles() }: ParsedWith = {}): AgentConfig {
  return parseConfig({ text, file: "agent.yaml", env, baseDir: "/base", files });
}

/** The errors that `act` throws; fails when it throws none. */
export function errorsOf(act: () => unknown): readonly SpandockError[] {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof SpandockErrors) return thrown.errors;
    throw thrown;
  }
  throw new Error("expected errors, and there were none");
}

export interface Parts {
  /** Lines under `exporters.files`, beside `plugin`. */
  readonly exporter?: string;
  /** Lines under `receivers.otlp.protocols`. */
  readonly protocols?: string;
  /** Lines under `service`, beside `pipelines`. */
  readonly service?: string;
}

/** A whole config around some lines, each part indented as it has to be. */
export function configWith({ exporter = "", protocols = "http:", service = "" }: Parts): string {
  const indent = (depth: number, text: string) => text.replace(/^(?=.)/gm, " ".repeat(depth));
  return `receivers:
  otlp:
    protocols:
${indent(6, protocols)}
exporters:
  files:
    plugin: ./files.wasm
${indent(4, exporter)}
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [files] }
${indent(2, service)}
`;
}

/** What the plugin of `configWith` gets for the lines under `config`. */
export function handed(config: string, options: ParsedWith = {}): string {
  const { exporters } = parsed(configWith({ exporter: config }), options);
  return new TextDecoder().decode(exporters.get("files")?.config.blob);
}
