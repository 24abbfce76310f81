import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";

export interface SceneOptions {
  /** More exporters, by their names in the config. */
  readonly exporters?: Readonly<Record<string, object>>;
  readonly admin?: object;
}

/** A folder with a config whose exporter `files` writes to `out/spans.jsonl`. */
export class PageScene extends TemporaryFolder {
  readonly plugin: string;
  readonly #config: string;

  constructor({ exporters = {}, admin = {} }: SceneOptions = {}) {
    super();
    onTestFinished(() => this[Symbol.dispose]());
    mkdirSync(join(this.path, "out"));
    this.plugin = this.file("files.wasm", readFileSync(exampleWasm("files-exporter")));
    const files = {
      plugin: "./files.wasm",
      config: { file_paths: ["/out/spans.jsonl"] },
      permissions: { directories: { "/out": { path: "./out", access: "write" } } },
    };
    const all: Readonly<Record<string, object>> = { files, ...exporters };
    const receivers = { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } };
    const service = {
      admin: { endpoint: "127.0.0.1:0", ...admin },
      pipelines: { traces: { receivers: ["otlp"], exporters: Object.keys(all), fan_out: "independent" } },
    };
    // JSON is YAML, too.
    this.#config = this.file(
      "spandock.yaml",
      JSON.stringify({ receivers, exporters: all, service }, null, 2),
    );
  }

  async startAgent(): Promise<AgentProcess> {
    const agent = await AgentProcess.run(this.#config);
    onTestFinished(() => agent[Symbol.asyncDispose]());
    return agent;
  }

  /** The ids of the spans that were written to a file of `out`, in its order. */
  spansWritten(file = "spans.jsonl"): readonly string[] {
    const lines = readFileSync(join(this.path, "out", file), "utf8")
      .trimEnd()
      .split("\n");
    return lines.flatMap((line) =>
      (JSON.parse(line) as { span_data: { spanId: string }[] }).span_data.map(({ spanId }) => spanId),
    );
  }
}

/** A trace of two spans, of which the second failed. */
export async function sendTrace(receiver: string): Promise<number> {
  const [root, child] = [Buffer.alloc(8, 1), Buffer.alloc(8, 2)];
  const start = BigInt(Date.now()) * 1_000_000n;
  const span = (spanId: Buffer, name: string, parentSpanId?: Buffer) => ({
    traceId: Buffer.alloc(16, 9),
    spanId,
    ...(parentSpanId && { parentSpanId, status: { code: 2 } }),
    name,
    kind: 1,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 20_000_000n),
  });
  const serviceName = { key: "service.name", value: { stringValue: "shop" } };
  const spans = [span(root, "GET /checkout"), span(child, "<b>charge</b>", root)];
  const body = encodeOtlp("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", {
    resourceSpans: [{ resource: { attributes: [serviceName] }, scopeSpans: [{ scope: {}, spans }] }],
  });
  const response = await fetch(`${receiver}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(body),
  });
  await response.arrayBuffer();
  return response.status;
}
