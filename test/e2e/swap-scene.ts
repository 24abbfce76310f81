import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";

/** The YAML entry of a files exporter that writes to `/out/FILE`. */
export function filesEntry(file: string, more = ""): string {
  return `plugin: ${exampleWasm("files-exporter")}
config: { file_paths: [/out/${file}] }
permissions: { directories: { /out: { path: ./out, access: write } } }
${more}`;
}

/** An agent with one or more exporters in a folder of its own, and what a client of its admin endpoint needs. */
export class SwapScene extends TemporaryFolder {
  readonly configFile = join(this.path, "spandock.yaml");

  constructor() {
    super();
    mkdirSync(join(this.path, "out"));
  }

  /** Writes the config as editors do: beside it first, then over it. */
  writeConfig(exporters: Readonly<Record<string, string>>, running = Object.keys(exporters)): void {
    const entries = Object.entries(exporters).map(
      ([name, entry]) => `  ${name}:\n${entry.trimEnd().replace(/^/gm, "    ")}\n`,
    );
    const text = `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
${entries.join("")}service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [${running.join(", ")}] } }
`;
    renameSync(this.file("spandock.yaml.new", text), this.configFile);
  }

  async start(args: readonly string[] = []): Promise<AgentProcess> {
    const agent = new AgentProcess(["run", "-c", this.configFile, ...args]);
    await agent.line((line) => line.msg === "ready");
    return agent;
  }

  /** The ids of the spans in `out/FILE`, in its order. */
  written(file: string): string[] {
    const lines = readFileSync(join(this.path, "out", file), "utf8")
      .split("\n")
      .slice(0, -1);
    return lines.flatMap((line) =>
      (JSON.parse(line) as { span_data: { spanId: string }[] }).span_data.map(({ spanId }) => spanId),
    );
  }
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of it
  readonly body: any;
}

/** Asks the admin API of an agent. */
export async function ask(
  agent: AgentProcess,
  method: string,
  path: string,
  body: unknown = {},
): Promise<Answer> {
  const response = await fetch(`${await agent.url("admin")}/api/v1/exporters${path}`, {
    method,
    ...(method !== "GET" && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
  return { status: response.status, body: await response.json() };
}
