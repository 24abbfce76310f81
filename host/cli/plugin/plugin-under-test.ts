import { resolve } from "node:path";
import { configFromFlags, type ExporterConfig, loadConfig, parseSize } from "../../config/index.ts";
import {
  type DirectoryGrant,
  type InjectedHeaders,
  type Limits,
  noPermissions,
  normalGuestPath,
  type Permissions,
  type PluginConfig,
} from "../../contract/index.ts";
import { readPluginFile } from "../../plugins/index.ts";
import { type Command, type CommandContext, usageError } from "../command.ts";

/** The options that say which plugin is looked at, and how it is started, for `parseArgs`. */
export const pluginOptions = {
  "agent-config": { type: "string", short: "c" },
  exporter: { type: "string" },
  config: { type: "string" },
  "allow-dir": { type: "string", multiple: true },
  "allow-http": { type: "string", multiple: true },
  "allow-env": { type: "string", multiple: true },
  memory: { type: "string" },
} as const;

/** How they stand in a command's usage. */
export const pluginUsage =
  "(FILE.wasm [--config FILE.yaml] [--allow-dir GUEST=HOST[:read|write]] [--allow-http ORIGIN] [--allow-env NAME] [--memory SIZE] | -c spandock.yaml [--exporter NAME] [FILE.wasm])";

export interface PluginArguments {
  readonly command: Pick<Command, "usage">;
  readonly values: {
    readonly "agent-config"?: string;
    readonly exporter?: string;
    readonly config?: string;
    readonly "allow-dir"?: readonly string[];
    readonly "allow-http"?: readonly string[];
    readonly "allow-env"?: readonly string[];
    readonly memory?: string;
  };
  readonly positionals: readonly string[];
  readonly env: CommandContext["env"];
}

export interface PluginUnderTest {
  /** As the user named it. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly config: PluginConfig;
  readonly permissions: Permissions;
  readonly injectHeaders: InjectedHeaders;
  readonly limits: Limits;
}

/**
 * The plugin that a command line names: a file with flags, or an exporter of an agent's config file, of which a
 * FILE.wasm stands in for its plugin.
 *
 * @throws SpandockError PLUGIN_NOT_READABLE, USAGE; SpandockErrors of the config file
 */
export async function readPluginUnderTest(args: PluginArguments): Promise<PluginUnderTest> {
  const { command, values, positionals } = args;
  const [named, ...more] = positionals;
  if (more.length > 0) throw usageError(command, `expected one FILE.wasm, found ${positionals.length}`);
  const agentConfig = values["agent-config"];
  const exporter = agentConfig === undefined ? fromFlags(args, named) : fromConfigFile(args, agentConfig);
  const file = named ?? exporter.pluginFile;
  const { digest: pinned, name, config, permissions, injectHeaders, limits } = exporter;
  const digest = named === undefined && pinned !== undefined ? { digest: pinned } : {};
  const bytes = await readPluginFile({ name, file, ...digest });
  return { file, bytes, config, permissions: permissions ?? noPermissions, injectHeaders, limits };
}

function fromConfigFile({ command, values, env }: PluginArguments, file: string): ExporterConfig {
  const flag = (["config", "allow-dir", "allow-http", "allow-env", "memory"] as const).find(
    (name) => values[name] !== undefined,
  );
  if (flag !== undefined) throw usageError(command, `--${flag} can't be used with -c: write it into ${file}`);
  const { exporters } = loadConfig({ file, env });
  const names = [...exporters.keys()].join(", ");
  const { exporter: wanted } = values;
  if (wanted === undefined && exporters.size > 1) {
    throw usageError(command, `${file} has several exporters: name one with --exporter: ${names}`);
  }
  const found = wanted === undefined ? [...exporters.values()][0] : exporters.get(wanted);
  if (found !== undefined) return found;
  throw usageError(command, `${file} has no exporter ${wanted ?? ""}; there are: ${names}`);
}

function fromFlags({ command, values, env }: PluginArguments, file: string | undefined): ExporterConfig {
  if (file === undefined) throw usageError(command, "expected FILE.wasm or -c FILE");
  if (values.exporter !== undefined) throw usageError(command, "--exporter needs -c FILE");
  const { config: configFile, "allow-http": allowHttp, "allow-env": allowEnv } = values;
  const { exporters } = configFromFlags({
    plugins: [{ file, ...(configFile === undefined ? {} : { configFile }) }],
    env,
    ...(allowHttp === undefined ? {} : { allowHttp }),
    ...(allowEnv === undefined ? {} : { allowEnv }),
  });
  const [exporter] = [...exporters.values()];
  const { permissions = noPermissions, limits } = exporter!;
  const directories = (values["allow-dir"] ?? []).map((text) => parseDirectory(command, text));
  const memoryBytes = parseMemory(command, values.memory) ?? limits.memoryBytes;
  return { ...exporter!, permissions: { ...permissions, directories }, limits: { ...limits, memoryBytes } };
}

function parseDirectory(command: Pick<Command, "usage">, text: string): DirectoryGrant {
  const match = /^(\/[^=]*)=(.+?)(?::(read|write))?$/.exec(text);
  if (match === null) {
    const expected = "GUEST=HOST[:read|write] with an absolute GUEST, such as /out=./out:write";
    throw usageError(command, `--allow-dir: expected ${expected}, found "${text}"`);
  }
  const [, guestPath, hostPath, access = "write"] = match;
  return {
    guestPath: normalGuestPath(guestPath!)!,
    hostPath: resolve(hostPath!),
    access: access as DirectoryGrant["access"],
  };
}

function parseMemory(command: Pick<Command, "usage">, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw usageError(command, `--memory: expected a size such as 64MiB, found "${text}"`);
}
