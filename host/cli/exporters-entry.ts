import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Document, parseDocument } from "yaml";
import { SpandockError } from "../contract/index.ts";

/** The options that say what an exporter is, for `parseArgs`. */
export const entryOptions = {
  entry: { type: "string" },
  plugin: { type: "string" },
  "plugin-config": { type: "string" },
  "allow-read": { type: "string", multiple: true },
  "allow-write": { type: "string", multiple: true },
  "allow-http": { type: "string", multiple: true },
  "allow-env": { type: "string", multiple: true },
} as const;

export interface EntryFlags {
  /** The `.wasm`, as the agent finds it. */
  readonly plugin: string;
  readonly "plugin-config"?: string;
  readonly "allow-read"?: readonly string[];
  readonly "allow-write"?: readonly string[];
  readonly "allow-http"?: readonly string[];
  readonly "allow-env"?: readonly string[];
}

/** @throws SpandockError CONFIG_NOT_READABLE */
export async function readEntry(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("CONFIG_NOT_READABLE", {
      message: `${file}: ${cause.code ?? cause.message}`,
      fix: "Check the path, and that this user may read it.",
      cause,
    });
  });
}

/**
 * The entry that stands for the flags of `exporters add`, as they mean it for `run`: paths start from the working
 * directory, a plugin sees a directory under its own path. The plugin's config keeps its comments.
 *
 * @throws SpandockError CONFIG_NOT_READABLE, CONFIG_SYNTAX
 */
export async function entryFromFlags(flags: EntryFlags): Promise<string> {
  const entry = new Document({ plugin: flags.plugin });
  const configFile = flags["plugin-config"];
  if (configFile !== undefined) {
    const config = parseDocument(await readEntry(configFile));
    const [problem] = config.errors;
    if (problem !== undefined) {
      throw new SpandockError("CONFIG_SYNTAX", { message: `${configFile}: ${problem.message}` });
    }
    entry.set("config", config.contents);
  }
  const permissions = permissionsOf(flags);
  if (permissions !== undefined) entry.set("permissions", entry.createNode(permissions));
  return entry.toString();
}

function permissionsOf(flags: EntryFlags): object | undefined {
  const { "allow-http": http, "allow-env": env } = flags;
  const grant = (access: "read" | "write", list: readonly string[] = []) =>
    list.map((path) => [resolve(path), { path: resolve(path), access }] as const);
  const directories = [...grant("read", flags["allow-read"]), ...grant("write", flags["allow-write"])];
  if (directories.length === 0 && http === undefined && env === undefined) return undefined;
  return {
    ...(directories.length > 0 && { directories: Object.fromEntries(directories) }),
    ...(http && { http }),
    ...(env && { env }),
  };
}
