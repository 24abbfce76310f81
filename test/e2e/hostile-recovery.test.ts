import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compilePlugin } from "../../guest-sdk/test/support/compile-plugin.ts";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";
import { decodeOtlp } from "../support/otlp-proto.ts";
import { type LoadReport, steadyLoad } from "./steady-load.ts";

const fixture = "throws-on-some-batches.as.ts";
const source = readFileSync(
  new URL(`../fixtures/hostile/assemblyscript/${fixture}`, import.meta.url),
  "utf8",
);
const crashes = 3;

interface Request {
  readonly resourceSpans: { readonly scopeSpans: { readonly spans: { readonly spanId: string }[] }[] }[];
}

function spanIdsOf(otlp: Uint8Array): string[] {
  const type = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";
  const { resourceSpans } = decodeOtlp(type, otlp) as unknown as Request;
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map(({ spanId }) => spanId)),
  );
}

async function writeConfig(folder: TemporaryFolder): Promise<string> {
  const { wasm, sourceMap } = await compilePlugin(source, { entry: fixture });
  folder.file("moody.wasm", wasm);
  folder.file("moody.wasm.map", sourceMap);
  mkdirSync(join(folder.path, "out"));
  mkdirSync(join(folder.path, "honest"));
  const exporters = {
    moody: {
      plugin: "./moody.wasm",
      permissions: { directories: { "/out": { path: "./out", access: "write" } } },
      retry_on_failure: { initial_interval: "50ms", max_interval: "100ms" },
    },
    honest: {
      plugin: exampleWasm("files-exporter"),
      config: { file_paths: ["/out/spans.jsonl"] },
      permissions: { directories: { "/out": { path: "./honest", access: "write" } } },
    },
  };
  const service = {
    admin: { endpoint: "127.0.0.1:0" },
    pipelines: { traces: { receivers: ["otlp"], exporters: Object.keys(exporters) } },
  };
  const receivers = { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } };
  return folder.file("spandock.yaml", JSON.stringify({ receivers, exporters, service }));
}

describe("a plugin that throws on the first batch of some of its lives", () => {
  const folder = new TemporaryFolder();
  let agent: AgentProcess;
  let load: LoadReport;
  let exitCode: number | null;

  beforeAll(async () => {
    agent = await AgentProcess.run(await writeConfig(folder));
    load = await steadyLoad({
      url: `${await agent.url("otlp/http")}/v1/traces`,
      spansPerBatch: 5,
      intervalMillis: 10,
      minBatches: 50,
      maxBatches: 900,
      until: async () => agent.lines.filter(({ msg }) => msg === "the plugin is back").length >= crashes,
    });
    exitCode = await agent.stop();
  }, 120_000);
  afterAll(async () => {
    await agent?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it("is made anew each time", () => {
    expect(readFileSync(join(folder.path, "out/crashes"), "utf8")).toBe("x".repeat(crashes));
  });

  it("gets the batches that it had in hand again, and has every span once", () => {
    expect(load.refusals).toEqual([]);
    const taken = spanIdsOf(readFileSync(join(folder.path, "out/taken")));
    expect(taken.sort()).toEqual([...load.accepted].sort());
    expect(exitCode).toBe(0);
  });

  it("costs the exporter beside it nothing", () => {
    const written = readFileSync(join(folder.path, "honest/spans.jsonl"), "utf8").match(
      /"spanId":"[0-9a-f]+"/g,
    );
    expect(written?.map((field) => field.slice(10, -1)).sort()).toEqual([...load.accepted].sort());
  });

  it("is reported with its own words and its author's lines", () => {
    const [crash] = agent.lines.filter(({ msg }) => msg.startsWith("moody: "));
    const lineOf = (text: string) => source.split("\n").findIndex((line) => line.includes(text)) + 1;
    const thrownAt = `${fixture}:${lineOf("throw new Error")}:`;
    expect(crash?.msg).toContain(`the plugin trapped in export-spans: on purpose (${thrownAt}`);
    const calledAt = `${fixture}:${lineOf("this.throwOnPurpose()")}:`;
    expect(crash?.msg).toMatch(new RegExp(`\\n {4}at \\S+#exportSpans \\(${calledAt}\\d+\\)`));
  });
});
