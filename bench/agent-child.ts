import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Child } from "./child.ts";
import { freePort } from "./free-port.ts";

const cli = fileURLToPath(new URL("../host/cli/main.js", import.meta.url));

/** The root of the checkout, seen from `dist/bench/`. */
export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

export interface AgentChild {
  readonly child: Child;
  /** Where it takes spans: over OTLP/HTTP, unless it was asked for gRPC. */
  readonly tracesUrl: string;
  /** Its admin API, without a slash at the end. */
  readonly apiUrl: string;
  /** A folder of its own, which its config may name as `./`; gone after `dispose`. */
  readonly folder: string;
  dispose(): Promise<void>;
}

export interface AgentOptions {
  /** `exporters:` in YAML, indented by two; all of them in one pipeline. */
  readonly exporters: string;
  /** More keys of `service:`, indented by two as well. */
  readonly service?: string;
  /** The only one it listens for. `tracesUrl` has no path where that is gRPC. */
  readonly protocol?: "http" | "grpc";
  /** Flags of Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** Starts a ready agent that takes OTLP/HTTP, with the given `exporters:` and more keys of `service:`. */
export function startAgent(exporters: string, service = ""): Promise<AgentChild> {
  return launchAgent({ exporters, service });
}

export async function launchAgent({
  exporters,
  service = "",
  protocol = "http",
  nodeArgs = [],
}: AgentOptions): Promise<AgentChild> {
  const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
  const [otlp, admin] = [await freePort(), await freePort()];
  const names = [...exporters.matchAll(/^ {2}(\w[\w-]*):$/gm)].map(([, name]) => name);
  const config = join(folder, "spandock.yaml");
  writeFileSync(
    config,
    `receivers:
  otlp: { protocols: { ${protocol}: { endpoint: "127.0.0.1:${otlp}" } } }
exporters:
${exporters}
service:
  admin: { endpoint: "127.0.0.1:${admin}" }
  pipelines: { traces: { receivers: [otlp], exporters: [${names.join(", ")}] } }
${service}
`,
  );
  const child = await Child.start(
    [...nodeArgs, cli, "run", "-c", config],
    `http://127.0.0.1:${admin}/healthz`,
  );
  return {
    child,
    folder,
    tracesUrl: `http://127.0.0.1:${otlp}${protocol === "http" ? "/v1/traces" : ""}`,
    apiUrl: `http://127.0.0.1:${admin}/api/v1`,
    async dispose() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
