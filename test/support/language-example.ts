import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { systemTools } from "../../host/author/index.ts";
import type { PluginConfig } from "../../host/contract/index.ts";
import type { CompiledComponent, Guest } from "../../host/sandbox/index.ts";
import { AgentProcess, cli, TemporaryFolder } from "./agent-process.ts";
import type {} from "./build-examples.ts";
import { exampleWasm } from "./examples.ts";
import { cutBatch, fullBatch, smallBatch } from "./full-batch.ts";
import { breakOpenFile, compileInProcess, openFilesIn, startInProcess } from "./in-process-plugin.ts";

export interface LanguageExample {
  /** Beside this repository's other examples. */
  readonly folder: string;
  /** What `inspect` names as its language, for example `Go`. */
  readonly writtenIn: string;
  /** Runs its unit tests natively, in its folder. */
  readonly ownTests: readonly [command: string, ...args: string[]];
  /** When the default is not enough, for example `256MiB`. */
  readonly memory?: string;
}

const ownTestsTimeoutMillis = 600_000;
/** Cold, a large component takes jco and V8 a while. */
const startTimeoutMillis = 180_000;
const mebibyte = 1024 * 1024;

/**
 * One files exporter in another language than AssemblyScript, as `npm run build:examples` built it: asks of it what the
 * AssemblyScript one does. Skipped where its tools are missing, except in CI.
 */
export function describeLanguageExample(example: LanguageExample): void {
  const { folder, status, component, missing = [] } = inject("examples")[example.folder]!;
  const names = missing.map(({ name }) => name).join(", ");
  if (status === "skipped" && !process.env.CI) {
    it.skip(`${example.folder}: skipped: no ${names}`, () => {});
    return;
  }
  describe(example.folder, () => {
    it("was built by npm run build:examples", () => {
      expect(names, "tools that are missing").toBe("");
    });
    it("passes its own tests, outside of the agent", { timeout: ownTestsTimeoutMillis }, async () => {
      const [command, ...args] = example.ownTests;
      const { exitCode, stdout, stderr } = await systemTools(process.env).run(command, args, { folder });
      expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    });
    describeAgainstOriginal(example, component!);
  });
}

function describeAgainstOriginal({ writtenIn, memory }: LanguageExample, wasm: string): void {
  const original = exampleWasm("files-exporter");
  let compiled: readonly CompiledComponent[] = [];
  beforeAll(async () => {
    const memoryBytes = memory === undefined ? undefined : Number.parseInt(memory, 10) * mebibyte;
    compiled = await Promise.all([original, wasm].map((file) => compileInProcess(file, memoryBytes)));
  }, startTimeoutMillis);

  /** Does the same with the original and the example, each in a folder of its own. */
  const withBoth = async (use: (guest: Guest, folder: string) => void) => {
    for (const component of compiled) {
      const { path } = temporaryFolder();
      use(await startInProcess(component, path), path);
    }
  };

  it("is taken by the agent, and says what it is written in", () => {
    const report = execFileSync(process.execPath, [cli, "inspect", wasm], { encoding: "utf8" });
    expect(report).toMatch(/contract +1\.0\.0; .*: taken/);
    expect(report).toMatch(new RegExp(`written in +.*\\b${writtenIn}\\b`));
  });

  it("writes the same lines as the original, from an SDK and for every field of OTLP", {
    timeout: startTimeoutMillis,
  }, async () => {
    const folder = temporaryFolder();
    const config = agentConfig({ original, example: wasm }, memory);
    const agent = await AgentProcess.run(folder.file("spandock.json", config), { cwd: folder.path });
    onTestFinished(() => agent[Symbol.asyncDispose]());
    const url = `${await agent.url("otlp/http")}/v1/traces`;
    await sendWithSdk(url);
    const headers = { "content-type": "application/x-protobuf" };
    expect((await fetch(url, { method: "POST", headers, body: fullBatch })).status).toBe(200);
    expect(await agent.stop()).toBe(0);

    const [expected, ...others] = ["original-a", "original-b", "example-a", "example-b"].map((name) =>
      linesOf(join(folder.path, name)),
    );
    expect(expected!.without("at")).toHaveLength(5);
    for (const lines of others) expect(lines.without("at")).toEqual(expected!.without("at"));
    for (const at of others.flatMap(({ times }) => times)) {
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}(\.\d+)?Z$/);
    }
  });

  it.each(badConfigs)(
    "refuses the config %s: %s as the original does, and leaves nothing open",
    async (type, text, said) => {
      await withBoth((guest, folder) => {
        const blob = new TextEncoder().encode(text);
        expect(guest.configure({ blob, type })).toEqual({
          kind: "refused",
          message: expect.stringContaining(said),
        });
        expect(openFilesIn(folder)).toEqual([]);
      });
    },
  );

  it("asks for a batch again when a file can't be written, and begins a new line then", async () => {
    await withBoth((guest, folder) => {
      guest.configure(paths("/out/a"));
      const repair = breakOpenFile(join(folder, "a"));
      expect(guest.export(0, { spans: smallBatch("lost"), spanCount: 1 })).toMatchObject({
        kind: "retryable",
        message: expect.stringContaining("/out/a"),
      });
      repair();
      expect(guest.export(0, { spans: smallBatch("kept"), spanCount: 1 })).toEqual({ kind: "accepted" });
      expect(readFileSync(join(folder, "a"), "utf8")).toMatch(/^\n\{"at":.*"kept".*\}\n$/);
      expect(guest.stop()).toBeUndefined();
      expect(openFilesIn(folder)).toEqual([]);
    });
  });

  it("gives up what can't be read, writes nothing of it, and goes on", async () => {
    await withBoth((guest, folder) => {
      guest.configure(paths("/out/a"));
      expect(guest.export(0, { spans: cutBatch, spanCount: 1 })).toMatchObject({
        kind: "permanent",
        message: expect.stringContaining("malformed OTLP"),
      });
      expect(guest.export(0, { spans: new Uint8Array(), spanCount: 0 })).toEqual({ kind: "accepted" });
      expect(readFileSync(join(folder, "a"), "utf8")).toBe("");
      guest.stop();
    });
  });

  it("syncs and closes every file when it stops, and reports every error on a line of its own", async () => {
    await withBoth((guest, folder) => {
      guest.configure(paths("/out/a", "/out/b", "/out/c"));
      for (const name of ["a", "c"]) breakOpenFile(join(folder, name));
      const said = guest.stop()?.split("\n");
      expect(said).toEqual([expect.stringContaining("/out/a"), expect.stringContaining("/out/c")]);
      expect(openFilesIn(folder)).toEqual([]);
      expect(guest.stop()).toBeUndefined();
    });
  });
}

/** Type, text, and what the refusal has to say; the words are those of the original. */
const badConfigs = [
  ["json", '{"file_paths": ["/out/a"]}', "Only parsing configs of YAML type, got JSON"],
  ["unknown", "file_paths: [/out/a]", "Only parsing configs of YAML type, got unknown"],
  ["yaml", "", "No parsed filepaths"],
  ["yaml", "file_paths: []", "No parsed filepaths"],
  ["yaml", "[1]", "config: expected a mapping, found a list"],
  ["yaml", "file_paths: /out/a", "file_paths: expected a list, found the text /out/a"],
  ["yaml", "file_paths: [/out/a, 3]", "file_paths[1]: expected a text, found 3"],
  ["yaml", "file_path: [/out/a]", "file_path: unknown key; expected file_paths"],
  ["yaml", "file_paths: [/out/a", "config: "],
  ["yaml", "file_paths: [/out/a, /out/missing/b]", "/out/missing/b"],
] as const;

const paths = (...file_paths: string[]): PluginConfig => ({
  blob: new TextEncoder().encode(JSON.stringify({ file_paths })),
  type: "yaml",
});

/** An agent whose exporters each write NAME-a and NAME-b into its folder. */
function agentConfig(plugins: Readonly<Record<string, string>>, memory: string | undefined): string {
  const exporters = Object.entries(plugins).map(([name, plugin]) => [
    name,
    {
      plugin,
      config: { file_paths: [`/out/${name}-a`, `/out/${name}-b`] },
      permissions: { directories: { "/out": { path: ".", access: "write" } } },
      ...(memory === undefined ? {} : { limits: { memory } }),
    },
  ]);
  return JSON.stringify({
    receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } },
    exporters: Object.fromEntries(exporters),
    service: {
      admin: { endpoint: "127.0.0.1:0" },
      pipelines: { traces: { receivers: ["otlp"], exporters: Object.keys(plugins) } },
    },
  });
}

/** Members keep their order here; how a number or a character is spelled does not count. */
function linesOf(file: string) {
  const lines = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return {
    times: lines.map(({ at }) => String(at)),
    without: (member: string) => lines.map((line) => JSON.stringify({ ...line, [member]: undefined })),
  };
}

async function sendWithSdk(url: string): Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "shop", "host.name": "h1" }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  const span = provider
    .getTracer("test", "1.2.3")
    .startSpan("pay", { attributes: { n: 42, tags: ["a", "b"] } });
  span.addEvent("declined", { code: 51 });
  span.setStatus({ code: SpanStatusCode.ERROR, message: "no" });
  span.end();
  await provider.shutdown();
}

function temporaryFolder(): TemporaryFolder {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder;
}
