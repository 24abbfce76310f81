import { type AgentConfig, configFromFlags, type FlaggedPlugin, loadConfig } from "../config/index.ts";
import { type Command, type CommandContext, usageError } from "./command.ts";

/** The options that say what an agent is made of, for `parseArgs`. */
export const configOptions = {
  config: { type: "string", short: "c" },
  plugin: { type: "string", multiple: true },
  "plugin-config": { type: "string", multiple: true },
  "allow-read": { type: "string", multiple: true },
  "allow-write": { type: "string", multiple: true },
  "allow-http": { type: "string", multiple: true },
  "allow-env": { type: "string", multiple: true },
} as const;

export interface ConfigArguments {
  readonly command: Pick<Command, "usage">;
  readonly values: {
    readonly config?: string;
    readonly plugin?: readonly string[];
    readonly "plugin-config"?: readonly string[];
    readonly "allow-read"?: readonly string[];
    readonly "allow-write"?: readonly string[];
    readonly "allow-http"?: readonly string[];
    readonly "allow-env"?: readonly string[];
  };
  /** In the order of the command line: a `--plugin-config` belongs to the `--plugin` before it. */
  readonly tokens: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly value?: string | undefined;
  }[];
  readonly env: CommandContext["env"];
}

/** The config from `-c FILE` or from flags; both or neither is a usage error. */
export function readConfig({ command, values, tokens, env }: ConfigArguments): AgentConfig {
  const { config: file, ...flags } = values;
  const given = Object.keys(flags).filter((name) => name in configOptions);
  if (file !== undefined) {
    if (given.length > 0)
      throw usageError(command, `--${given[0]} can't be used with -c: write it into the config file`);
    return loadConfig({ file, env });
  }
  if (values.plugin === undefined) throw usageError(command, "expected -c FILE or --plugin FILE.wasm");
  const {
    "allow-read": allowRead,
    "allow-write": allowWrite,
    "allow-http": allowHttp,
    "allow-env": allowEnv,
  } = values;
  return configFromFlags({
    plugins: pairPlugins(command, tokens),
    env,
    ...(allowRead === undefined ? {} : { allowRead }),
    ...(allowWrite === undefined ? {} : { allowWrite }),
    ...(allowHttp === undefined ? {} : { allowHttp }),
    ...(allowEnv === undefined ? {} : { allowEnv }),
  });
}

function pairPlugins(
  command: Pick<Command, "usage">,
  tokens: ConfigArguments["tokens"],
): readonly FlaggedPlugin[] {
  const plugins: FlaggedPlugin[] = [];
  for (const { name, value } of tokens) {
    if (value === undefined) continue;
    if (name === "plugin") plugins.push({ file: value });
    if (name !== "plugin-config") continue;
    const last = plugins.pop();
    if (last === undefined || last.configFile !== undefined) {
      throw usageError(command, `--plugin-config ${value}: expected a --plugin before it that has none yet`);
    }
    plugins.push({ ...last, configFile: value });
  }
  return plugins;
}
