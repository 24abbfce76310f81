import { dirname } from "node:path";
import {
  type AgentConfig,
  type ConfigEdit,
  type ConfigFiles,
  differingFields,
  type Environment,
  type ExporterConfig,
  parseExporter,
  planRewrite,
  rewriteConfigFile,
} from "../config/index.ts";
import { type Logger, SpandockError } from "../contract/index.ts";

export interface ConfigStoreOptions {
  /** What the agent was started with. */
  readonly config: AgentConfig;
  /** What `${env:…}` stands for in entries that come later. */
  readonly env: Environment;
  readonly files: ConfigFiles;
  readonly logger: Logger;
}

/** A change of the config file that was tried out; `commit` writes it. */
export interface Plan {
  /** @throws SpandockError CONFIG_NOT_WRITABLE */
  readonly commit: () => void;
  /** Nothing is to be written. */
  readonly isNoop: boolean;
}

export interface PlannedPut extends Plan {
  readonly config: ExporterConfig;
}

export interface PutOptions {
  readonly name: string;
  readonly entry: string;
  readonly pipeline: "join" | "leave";
  readonly persist?: boolean | undefined;
}

/** What the config file says of one exporter. */
export interface FiledExporter {
  readonly config: ExporterConfig;
  readonly running: boolean;
}

const noPlan: Plan = { commit: () => {}, isNoop: true };

/** The config that the agent was started with, and its file: what of it is known, and how it is changed. */
export class ConfigStore {
  readonly #options: ConfigStoreOptions;
  readonly #secrets: Set<string>;
  /** As far as it is in force. */
  readonly #filed: Map<string, FiledExporter>;

  constructor(options: ConfigStoreOptions) {
    this.#options = options;
    this.#secrets = new Set(options.config.secrets);
    this.#filed = filedIn(options.config);
  }

  /** What the file said of each exporter when it was last read or written; changes that failed are not in it. */
  get filed(): ReadonlyMap<string, FiledExporter> {
    return this.#filed;
  }

  setFiled(name: string, filed: FiledExporter | undefined): void {
    if (filed === undefined) this.#filed.delete(name);
    else this.#filed.set(name, filed);
  }

  addSecrets(secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
  }

  /** @throws SpandockErrors when the entry is wrong; SpandockError CONFIG_NOT_WRITABLE when the file can't take it */
  planPut({ name, entry, pipeline, persist }: PutOptions): PlannedPut {
    const { config, env, files, logger } = this.#options;
    const baseDir = config.file === undefined ? process.cwd() : dirname(config.file);
    const { exporter, secrets, warnings } = parseExporter({ name, entry, env, baseDir, files });
    this.addSecrets(secrets);
    for (const warning of warnings) logger.log("warn", warning);
    if (!persist) return { ...noPlan, config: exporter };
    const { written, ...plan } = this.#planRewrite({ kind: "put", name, entry, pipeline });
    // What runs is what the file says, so that a restart changes nothing.
    return { ...plan, config: written.exporters.get(name) ?? exporter };
  }

  /** @throws SpandockError CONFIG_NOT_WRITABLE when the file can't take it */
  plan(edit: ConfigEdit, persist: boolean | undefined): Plan {
    return persist ? this.#planRewrite(edit) : noPlan;
  }

  /** With the exporters as they are now. */
  currentConfig(exporters: AgentConfig["exporters"], running: readonly string[]): AgentConfig {
    const { config } = this.#options;
    const { service } = config;
    const traces = { ...service.pipelines.traces, exporters: running };
    return {
      ...config,
      exporters,
      service: { ...service, pipelines: { traces } },
      secrets: [...this.#secrets],
    };
  }

  #planRewrite(edit: ConfigEdit): Plan & { readonly written: AgentConfig } {
    const { config, env, files } = this.#options;
    const { file } = config;
    if (file === undefined) {
      throw new SpandockError("CONFIG_NOT_WRITABLE", {
        message: "the agent was started without a config file",
        fix: "Make the change without writing it, or start the agent with -c FILE.",
      });
    }
    const options = { file, edit, env, files };
    const { config: written, isNoop } = planRewrite(options);
    const commit = () => this.setFiled(edit.name, filedIn(rewriteConfigFile(options)).get(edit.name));
    return { written, isNoop, commit };
  }
}

/** Whether two entries of one exporter come to the same. */
export const isSameExporter = (a: ExporterConfig, b: ExporterConfig) => differingFields(a, b).length === 0;

/** What a config says of each exporter. */
export function filedIn({ exporters, service }: AgentConfig): Map<string, FiledExporter> {
  const running = new Set(service.pipelines.traces.exporters);
  return new Map([...exporters].map(([name, config]) => [name, { config, running: running.has(name) }]));
}
