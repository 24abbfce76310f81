import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultLimits, type Limits, type Permissions } from "../contract/index.ts";
import { checkDigest, createPlugin, openPlugin, type Plugin } from "../plugins/index.ts";
import { LoadedPlugin } from "./loaded-plugin.ts";
import { type LogLine, lineLogger, warnOnConsole } from "./log-lines.ts";
import { parsePermissions } from "./parse-permissions.ts";
import { type ConfigInput, pluginConfigOf } from "./plugin-config.ts";

export interface LoadPluginOptions {
  /** The `.wasm` component: a path, relative to the working directory; a `file:` URL; or its bytes. */
  readonly plugin: string | URL | Uint8Array;
  /** What the plugin makes its exporters from: YAML text, or a value that stands for it. */
  readonly config?: ConfigInput;
  /** What the plugin may reach. Nothing when it is left out. Host paths are relative to the working directory. */
  readonly permissions?: Partial<Permissions>;
  /** 64 MiB, 5 s a batch, 10 s for the config and for `stop`, when they are left out. */
  readonly limits?: Partial<Limits>;
  /** `sha256:…`: refuses a file of any other content. */
  readonly digest?: string;
  /** A folder where the compiled plugin is kept for the next start. Without it every start compiles anew. */
  readonly cacheDirectory?: string;
  /** Its name in messages; the file's when it is left out. */
  readonly name?: string;
  /** Each line that the plugin logs. `console.warn`, from warnings on, when it is left out. */
  readonly onLog?: (line: LogLine) => void;
}

/**
 * Verifies a plugin, compiles it, and starts it in a worker thread of its own. An idle plugin does not keep the
 * process alive: `stop` it to have it flush what it holds.
 *
 * @throws SpandockError with one of the codes `PLUGIN_…` of docs/errors.md (not readable, not a component, built for
 * another version of the contract, its config refused), or CONFIG_INVALID for permissions that can't be granted.
 */
export async function loadPlugin(options: LoadPluginOptions): Promise<LoadedPlugin> {
  const plugin = await openFrom(options);
  await plugin.start();
  return new LoadedPlugin(plugin);
}

async function openFrom(options: LoadPluginOptions): Promise<Plugin> {
  const { plugin, digest, cacheDirectory } = options;
  const file = fileOf(plugin);
  const name = options.name ?? (file === undefined ? "plugin" : basename(file, ".wasm"));
  const common = {
    name,
    config: pluginConfigOf(options.config),
    permissions: parsePermissions(options.permissions),
    limits: { ...defaultLimits, ...options.limits },
    logger: lineLogger(options.onLog ?? warnOnConsole),
    mayEndIdle: true,
    ...(cacheDirectory === undefined ? {} : { cacheDirectory: resolve(cacheDirectory) }),
  };
  if (plugin instanceof Uint8Array) {
    checkDigest({ name, digest }, plugin);
    return createPlugin({ ...common, bytes: new Uint8Array(plugin) });
  }
  return await openPlugin({ ...common, file: file!, ...(digest === undefined ? {} : { digest }) });
}

function fileOf(plugin: LoadPluginOptions["plugin"]): string | undefined {
  if (plugin instanceof Uint8Array) return undefined;
  return typeof plugin === "string" ? resolve(plugin) : fileURLToPath(plugin);
}
