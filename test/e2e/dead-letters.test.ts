import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";
import { decodeOtlp, encodeOtlp } from "../support/otlp-proto.ts";
import { buildWatPlugin, honestWat } from "../support/wat-plugin.ts";

const requestName = "ExportTraceServiceRequest";
const span = (name: string) => ({
  traceId: Buffer.alloc(16, 1),
  spanId: Buffer.alloc(8, name.charCodeAt(0)),
  name,
  startTimeUnixNano: 1,
  endTimeUnixNano: 2,
});
const request = (...names: string[]) =>
  encodeOtlp(requestName, { resourceSpans: [{ scopeSpans: [{ spans: names.map(span) }] }] });

/** Traps when the batch holds the letter `!`; scans what it was given, byte by byte. */
const trapsOnExclamation = `
  (local $at i32)
  (local.set $at (local.get $ptr))
  (block $end
    (loop $next
      (br_if $end (i32.ge_u (local.get $at) (i32.add (local.get $ptr) (local.get $len))))
      (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 33)) (then unreachable))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $next)))
  (i32.const 128)`;

function setUp(exporter: string): { folder: TemporaryFolder; config: string } {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  mkdirSync(join(folder.path, "out"));
  const config = folder.file(
    "spandock.yaml",
    `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  honest:
    plugin: ${exampleWasm("files-exporter")}
    config: { file_paths: [/out/a.jsonl] }
    permissions: { directories: { /out: { path: ./out, access: write } } }
  victim:
${exporter}
service:
  admin: { endpoint: "127.0.0.1:0" }
  dead_letter: { directory: ./letters }
  pipelines: { traces: { receivers: [otlp], exporters: [honest, victim] } }
`,
  );
  return { folder, config };
}

async function post(agent: AgentProcess, body: Uint8Array): Promise<void> {
  const response = await fetch(`${await agent.url("otlp/http")}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body,
  });
  expect(response.status).toBe(200);
}

async function run(...args: string[]): Promise<{ code: number | null; stdout: string }> {
  const process = new AgentProcess(args);
  return { code: await process.exit(), stdout: process.output };
}

it("the one span that crashes a plugin is put aside, the rest is exported, and replay shows the crash", async () => {
  const { folder, config } = setUp(`    plugin: ./victim.wasm
    crash_loop: { max_crashes: 100 }
    retry_on_failure: { initial_interval: 10ms, max_interval: 20ms }`);
  folder.file("victim.wasm", await buildWatPlugin({ wat: honestWat({ export: trapsOnExclamation }) }));
  const agent = await AgentProcess.run(config);
  onTestFinished(() => agent[Symbol.asyncDispose]());
  await post(agent, request("a", "b", "c", "!", "d", "e", "f"));

  await agent.line((line) => line.exporter === "victim" && /dead letter/.test(line.msg));
  expect(await agent.stop()).toBe(0);

  const letters = readdirSync(join(folder.path, "letters")).filter((name) => name.endsWith(".otlp"));
  expect(letters).toHaveLength(1);
  const letter = join(folder.path, "letters", letters[0]!);
  const { resourceSpans } = JSON.parse(JSON.stringify(decodeOtlp(requestName, readFileSync(letter))));
  expect(resourceSpans[0].scopeSpans[0].spans.map(({ name }: { name: string }) => name)).toEqual(["!"]);
  const note = JSON.parse(readFileSync(letter.replace(/otlp$/, "json"), "utf8"));
  expect(note).toMatchObject({ exporter: "victim", spans: 1, failures: [{ reason: "poison" }] });
  expect(note.digest).toMatch(/^sha256:/);

  const replayed = await run("replay", letter, "-c", config, "--json");
  expect(replayed.code).toBe(1);
  expect(JSON.parse(replayed.stdout).outcomes[0]).toMatchObject({ kind: "retryable", crashedPlugin: true });
  expect((await run("replay", letter, "-c", config, "--exporter", "honest")).code).toBe(0);
});

it("a batch that is refused for good becomes a dead letter with its reason", async () => {
  // err(permanent("no!")), the text at 1024.
  const { folder, config } = setUp("    plugin: ./victim.wasm");
  const refuses = `(i32.store8 (i32.const 128) (i32.const 1)) (i32.store8 (i32.const 132) (i32.const 1))
    (i32.store (i32.const 136) (i32.const 1024)) (i32.store (i32.const 140) (i32.const 3)) (i32.const 128)`;
  const wat = honestWat({ export: refuses, fields: `(data (i32.const 1024) "no!")` });
  folder.file("victim.wasm", await buildWatPlugin({ wat }));
  const agent = await AgentProcess.run(config);
  onTestFinished(() => agent[Symbol.asyncDispose]());
  await post(agent, request("a", "b"));
  expect(await agent.stop()).toBe(0);

  const [name] = readdirSync(join(folder.path, "letters")).filter((file) => file.endsWith(".json"));
  const note = JSON.parse(readFileSync(join(folder.path, "letters", name!), "utf8"));
  expect(note).toMatchObject({ spans: 2, failures: [{ reason: "permanent", message: "no!" }] });
});

it("a queue on disk can be listed, inspected and drained without its agent", async () => {
  const { folder, config } = setUp(`    plugin: ./victim.wasm
    sending_queue: { storage: ./queue }`);
  const later = `(i32.store8 (i32.const 128) (i32.const 1)) (i32.store8 (i32.const 132) (i32.const 0)) (i32.const 128)`;
  folder.file("victim.wasm", await buildWatPlugin({ wat: honestWat({ export: later }) }));
  const agent = await AgentProcess.run(config);
  onTestFinished(() => agent[Symbol.asyncDispose]());
  await post(agent, request("a", "b"));
  await post(agent, request("c"));
  expect(await agent.stop()).toBe(0);

  const queue = join(folder.path, "queue");
  const listed = await run("queue", "ls", queue, "--json");
  expect(JSON.parse(listed.stdout)).toMatchObject({
    exporter: "victim",
    batches: 2,
    spans: 3,
    damagedRecords: 0,
  });
  expect((await run("queue", "inspect", queue)).stdout.match(/state whole/g)).toHaveLength(2);
  const out = join(folder.path, "drained");
  expect((await run("queue", "drain", queue, "--out", out)).code).toBe(0);
  const drained = readdirSync(out).sort();
  expect(drained.map((file) => readFileSync(join(out, file)))).toEqual([
    Buffer.from(request("a", "b")),
    Buffer.from(request("c")),
  ]);
  expect(await run("queue", "ls", queue, "--json")).toEqual({ code: 0, stdout: "" });
});
