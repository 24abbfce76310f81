import type { ReceiverConfig } from "../../config/index.ts";
import { type AgentConfig, configFromFlags, type Environment, loadConfig } from "../../config/index.ts";

export interface DevConfigOptions {
  /** Absolute path; undefined when the project has none. */
  readonly configFile: string | undefined;
  /** Absolute path of the built plugin: what runs when there is no file. */
  readonly component: string;
  readonly env: Environment;
}

const anyPort = { host: "127.0.0.1", port: 0 };
/** Plain OTLP without a password, for this machine alone. */
const receiver: ReceiverConfig = {
  name: "otlp",
  type: "otlp",
  at: undefined,
  http: { endpoint: anyPort },
  grpc: { endpoint: anyPort },
};

/**
 * The project's config with receivers and admin on free ports of loopback, so that several sessions, and an agent
 * beside them, get along. Exporters, queues and rules stay as they are.
 *
 * @throws SpandockErrors with everything that is wrong with the file
 */
export function devConfig({ configFile: file, component, env }: DevConfigOptions): AgentConfig {
  const config =
    file === undefined ? configFromFlags({ plugins: [{ file: component }], env }) : loadConfig({ file, env });
  const { traces } = config.service.pipelines;
  return {
    ...config,
    receivers: new Map([["otlp", receiver]]),
    service: {
      ...config.service,
      admin: { endpoint: anyPort },
      pipelines: { traces: { ...traces, receivers: ["otlp"] } },
    },
  };
}

/** Directories that the agent or its plugins write to: what changes there is no change of the sources. */
export function writtenDirectories({ exporters, service }: AgentConfig): readonly string[] {
  const granted = [...exporters.values()].flatMap(({ permissions, sendingQueue }) => [
    ...(permissions?.directories ?? [])
      .filter(({ access }) => access === "write")
      .map(({ hostPath }) => hostPath),
    ...(sendingQueue.storage === undefined ? [] : [sendingQueue.storage]),
  ]);
  return service.deadLetter === undefined ? granted : [...granted, service.deadLetter.directory];
}
