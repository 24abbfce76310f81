import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { traceBody } from "../../bench/bodies.ts";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";

const batches = 20;
const spansABatch = 8192;

it("the files exporter takes batch after batch of 8192 spans, 6 MB each, within the memory that plugins get by default", async () => {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const config = folder.file(
    "spandock.yaml",
    `
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  files:
    plugin: ${exampleWasm("files-exporter")}
    config: { file_paths: [/out/spans.jsonl] }
    permissions: { directories: { /out: { path: ., access: write } } }
    sending_queue: { block_on_overflow: true, queue_size: 4 }
service:
  pipelines: { traces: { receivers: [otlp], exporters: [files] } }
`,
  );
  await using agent = new AgentProcess(["run", "-c", config]);
  const url = `${await agent.url("otlp/http")}/v1/traces`;
  const body = traceBody(spansABatch);
  for (let index = 0; index < batches; index += 1) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      body,
    });
    expect(answer.status).toBe(200);
  }
  expect(await agent.stop()).toBe(0);
  expect(agent.lines.filter(({ level }) => level === "error")).toEqual([]);
  const written = readFileSync(join(folder.path, "spans.jsonl"), "latin1");
  expect(written.match(/"name":"GET \/items\//g)).toHaveLength(batches * spansABatch);
}, 120_000);
