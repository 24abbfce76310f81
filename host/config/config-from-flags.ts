import { basename, dirname, resolve } from "node:path";
import {
  type DirectoryGrant,
  type Permissions,
  type PluginConfig,
  parseOrigin,
  SpandockError,
  SpandockErrors,
} from "../contract/index.ts";
import { type AgentConfig, defaultAdmin, type ExporterConfig } from "./agent-config.ts";
import type { ConfigFiles, Environment } from "./config-context.ts";
import { ConfigProblems } from "./config-problems.ts";
import { parseConfigSource } from "./config-source.ts";
import { rootValue } from "./config-value.ts";
import { exporterDefaults } from "./exporters-schema.ts";
import { readText, systemFiles } from "./load-config.ts";
import { locatePlugin } from "./packaged-plugins.ts";
import { wholeFileConfig } from "./plugin-config.ts";
import { defaultReceiver } from "./receivers-schema.ts";
import { defaultShutdownTimeoutMillis } from "./service-schema.ts";

export interface FlaggedPlugin {
  /** `--plugin`: the path of a `.wasm`, or `spandock:NAME`. */
  readonly file: string;
  /** `--plugin-config`: all of it goes to the plugin. */
  readonly configFile?: string;
}

export interface ConfigFlags {
  /** At least one, in the order of the command line. */
  readonly plugins: readonly FlaggedPlugin[];
  /** What every one of the plugins may do. With none of the four, the config does not speak of permissions. */
  readonly allowRead?: readonly string[];
  readonly allowWrite?: readonly string[];
  readonly allowHttp?: readonly string[];
  readonly allowEnv?: readonly string[];
  readonly env: Environment;
  /** Absolute path that the flags' paths start from; the process's own by default. */
  readonly cwd?: string;
  readonly files?: ConfigFiles;
}

/**
 * The config that stands for `run --plugin FILE.wasm --plugin-config FILE.yaml`: OTLP over HTTP and gRPC on loopback,
 * one exporter for each plugin, named after its file, defaults for the rest. Throws SpandockErrors with every problem.
 */
export function configFromFlags(flags: ConfigFlags): AgentConfig {
  const { plugins, env, cwd = process.cwd(), files = systemFiles } = flags;
  const errors: SpandockError[] = [];
  const secrets = new Set<string>();
  const permissions = collecting(errors, () => flaggedPermissions(flags, cwd));
  const exporters = new Map<string, ExporterConfig>();
  for (const { file, configFile } of plugins) {
    const located = locatePlugin(file, cwd);
    const pluginFile = "file" in located ? located.file : file;
    if (!("file" in located)) {
      const message = `--plugin ${file}: expected ${located.expected}`;
      errors.push(
        new SpandockError("PLUGIN_NOT_READABLE", { message, ...(located.fix && { fix: located.fix }) }),
      );
    } else if (!files.isFile(pluginFile)) {
      const message = `--plugin ${file}: expected a .wasm file, found no file at ${pluginFile}`;
      errors.push(new SpandockError("PLUGIN_NOT_READABLE", { message }));
    }
    const config = collecting(errors, () =>
      configFile === undefined ? emptyConfig : readPluginConfig({ configFile, env, cwd, files, secrets }),
    );
    const name = freeName(pluginFile, exporters);
    exporters.set(name, {
      ...exporterDefaults,
      name,
      at: undefined,
      pluginFile,
      config: config ?? emptyConfig,
      permissions,
    });
  }
  if (exporters.size === 0) errors.push(new SpandockError("USAGE", { message: "no --plugin given" }));
  if (errors.length > 0) throw new SpandockErrors(errors);
  const traces = { receivers: ["otlp"], exporters: [...exporters.keys()], fanOut: "all" } as const;
  return {
    file: undefined,
    receivers: new Map([["otlp", defaultReceiver]]),
    exporters,
    service: {
      admin: defaultAdmin,
      shutdownTimeoutMillis: defaultShutdownTimeoutMillis,
      telemetry: { logs: { level: "info" } },
      pipelines: { traces },
    },
    warnings: (flags.allowEnv ?? [])
      .filter((name) => env[name] === undefined)
      .map((name) => ({
        at: undefined,
        message: `--allow-env ${name}: it is not set, so no plugin will see it`,
      })),
    secrets: [...secrets],
  };
}

const emptyConfig: PluginConfig = { blob: new Uint8Array(), type: "yaml" };

/** Keeps what `make` throws, so that the next problem is found as well. */
function collecting<T>(errors: SpandockError[], make: () => T): T | undefined {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof SpandockErrors)) throw thrown;
    errors.push(...thrown.errors);
    return undefined;
  }
}

/** A directory has the same path for the plugin as on the host. */
function flaggedPermissions(flags: ConfigFlags, cwd: string): Permissions | undefined {
  const { allowRead, allowWrite, allowHttp, allowEnv, env } = flags;
  if (![allowRead, allowWrite, allowHttp, allowEnv].some((each) => each?.length)) return undefined;
  const grants = new Map<string, DirectoryGrant>();
  for (const [access, paths] of [["read", allowRead] as const, ["write", allowWrite] as const]) {
    for (const path of paths ?? []) {
      const hostPath = resolve(cwd, path);
      grants.set(hostPath, { guestPath: hostPath, hostPath, access });
    }
  }
  const http = (allowHttp ?? []).map((text) => ({ text, origin: parseOrigin(text) }));
  const wrong = http.filter(({ origin }) => origin === undefined);
  if (wrong.length > 0) {
    throw new SpandockErrors(
      wrong.map(({ text }) => {
        const expected = "an origin such as https://collector.example:4318, without a path";
        return new SpandockError("USAGE", { message: `--allow-http: expected ${expected}, found "${text}"` });
      }),
    );
  }
  return {
    directories: [...grants.values()],
    http: http.flatMap(({ origin }) => origin ?? []),
    env: Object.fromEntries(
      (allowEnv ?? []).flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    ),
  };
}

interface ReadPluginConfigOptions {
  readonly configFile: string;
  readonly env: Environment;
  readonly cwd: string;
  readonly files: ConfigFiles;
  readonly secrets: Set<string>;
}

function readPluginConfig(options: ReadPluginConfigOptions): PluginConfig {
  const { configFile, env, cwd, files, secrets } = options;
  const path = resolve(cwd, configFile);
  const problems = new ConfigProblems(configFile);
  const source = parseConfigSource(readText(configFile, path, files), problems);
  problems.throwIfAny();
  if (!source) return emptyConfig;
  const context = { source, problems, env, files, baseDir: dirname(path), warnings: [], secrets };
  const config = wholeFileConfig(rootValue(context), configFile.endsWith(".json") ? "json" : "yaml");
  problems.throwIfAny();
  return config ?? emptyConfig;
}

/** `files-exporter` of `files-exporter.wasm`; the second of that name is `files-exporter-2`. */
function freeName(file: string, taken: ReadonlyMap<string, unknown>): string {
  const stem = basename(file).replace(/\.wasm$/, "");
  const base =
    stem
      .replace(/[^A-Za-z0-9_.-]/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "")
      .slice(0, 90) || "plugin";
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(name)) return name;
  }
}
