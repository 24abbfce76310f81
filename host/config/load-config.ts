import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { SpandockError, SpandockErrors } from "../contract/index.ts";
import type { AgentConfig } from "./agent-config.ts";
import type { ConfigFiles, Environment } from "./config-context.ts";
import { parseConfig } from "./parse-config.ts";

/** The machine's file system. */
export const systemFiles: ConfigFiles = {
  read: (path) => readFileSync(path),
  isFile(path) {
    try {
      return statSync(path).isFile();
    } catch {
      // Whatever the reason, there is no file here that could be loaded.
      return false;
    }
  },
};

export interface LoadConfigOptions {
  /** As the user named it, relative to `cwd`; messages show it so. */
  readonly file: string;
  readonly env: Environment;
  /** Absolute path; the process's own by default. */
  readonly cwd?: string;
  readonly files?: ConfigFiles;
}

/** Reads a config file; throws SpandockErrors with everything that is wrong with it. */
export function loadConfig({
  file,
  env,
  cwd = process.cwd(),
  files = systemFiles,
}: LoadConfigOptions): AgentConfig {
  const path = resolve(cwd, file);
  const config = parseConfig({ text: readText(file, path, files), file, env, baseDir: dirname(path), files });
  return { ...config, file: path };
}

/** Reads a file as UTF-8, `shown` in messages. */
export function readText(shown: string, path: string, files: ConfigFiles): string {
  let bytes: Uint8Array;
  try {
    bytes = files.read(path);
  } catch (cause) {
    const reason = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : "";
    const message = `${shown}: expected a file that can be read, found ${explain(reason)}`;
    throw new SpandockErrors([new SpandockError("CONFIG_NOT_READABLE", { message, cause })]);
  }
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const message = `${shown}:${firstBadLine(bytes)}:1: expected UTF-8, found bytes that are none in this line`;
  throw new SpandockErrors([new SpandockError("CONFIG_SYNTAX", { message, fix: "Save the file as UTF-8." })]);
}

function explain(code: string): string {
  const known: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "no permission to read it",
    EISDIR: "a directory",
    ENOTDIR: "no such directory",
  };
  return known[code] === undefined ? code : `${known[code]} (${code})`;
}

function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
