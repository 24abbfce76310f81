import type { Attributes } from "../../otlp/index.ts";

/** The services of a small web shop, each as its own SDK describes itself. */
export const sampleServices = {
  web: service("web", { language: "nodejs", runtime: "nodejs", version: "2.7.0", pid: 31 }),
  shop: service("shop", { language: "go", runtime: "go", version: "1.14.2", pid: 7 }),
  payment: service("payment", {
    language: "java",
    runtime: "OpenJDK Runtime Environment",
    version: "4.0.1",
    pid: 1,
  }),
  mailer: service("mailer", { language: "python", runtime: "cpython", version: "0.9.3", pid: 218 }),
} as const;

export type SampleService = keyof typeof sampleServices;

interface Described {
  readonly language: string;
  readonly runtime: string;
  readonly version: string;
  readonly pid: number;
}

/** Names by the semantic conventions: https://opentelemetry.io/docs/specs/semconv/resource/ */
function service(name: string, { language, runtime, version, pid }: Described): Attributes {
  return {
    "service.name": name,
    "service.version": version,
    "service.instance.id": `${name}-1`,
    "deployment.environment.name": "sample",
    "host.name": `${name}-host`,
    "process.pid": pid,
    "process.runtime.name": runtime,
    "process.command_args": [name, "--port", "8080"],
    "telemetry.sdk.language": language,
    "telemetry.sdk.name": "opentelemetry",
    "telemetry.sdk.version": "1.30.0",
  };
}
