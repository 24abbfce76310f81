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
  /** Where it takes spans over OTLP/HTTP. */
  readonly tracesUrl: string;
  /** Its admin API, without a slash at the end. */
  readonly apiUrl: string;
  /** A folder of its own, which its config may name as `./`; gone after `dispose`. */
  readonly folder: string;
  dispose(): Promise<void>;
}

/**
 * Starts a ready agent with the given `exporters:` (YAML, indented by two), all in one pipeline, and more keys of
 * `service:` (indented by two as well). `nodeArgs` are flags of Node itself.
 */
export async function startAgent(
  exporters: string,
  service = "",
  nodeArgs: readonly string[] = [],
): Promise<AgentChild> {
  const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
  const [http, admin] = [await freePort(), await freePort()];
  const names = [...exporters.matchAll(/^ {2}(\w[\w-]*):$/gm)].map(([, name]) => name);
  const config = join(folder, "spandock.yaml");
  writeFileSync(
    config,
    `receivers:
  otlp: { protocols: { http: { endpoint: "127.0.0.1:${http}" } } }
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
    tracesUrl: `http://127.0.0.1:${http}/v1/traces`,
    apiUrl: `http://127.0.0.1:${admin}/api/v1`,
    async dispose() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
