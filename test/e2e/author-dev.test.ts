import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { AgentProcess, cli, TemporaryFolder } from "../support/agent-process.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";
import { authorRows, run } from "./author-rows.ts";

function project(): string {
  const place = new TemporaryFolder();
  onTestFinished(() => place[Symbol.dispose]());
  run(place.path, [process.execPath, cli, "plugin", "new", "mine"]);
  const folder = join(place.path, "mine");
  authorRows.find(({ language }) => language === "as")!.install!(folder);
  return folder;
}

async function startDev(folder: string, ...args: string[]): Promise<AgentProcess> {
  const dev = new AgentProcess(["plugin", "dev", folder, ...args]);
  onTestFinished(() => dev[Symbol.asyncDispose]());
  await dev.line(({ msg }) => msg.startsWith("running"));
  return dev;
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

async function post(endpoint: string, name: string): Promise<number> {
  const span = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1), name };
  const { status } = await fetch(`${endpoint}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: Buffer.from(
      encodeOtlp("ExportTraceServiceRequest", { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    ),
  });
  return status;
}

// A compiler on a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

const isBuilt = ({ msg }: { msg: string }) => msg.startsWith("built ");
const swapped = ({ msg }: { msg: string }) => /rebuilt in [\d.]+ s, swapped in [\d.]+ s/.test(msg);

it("plugin dev swaps a saved change into the running agent, and every span reaches one of the two", async () => {
  const folder = project();
  const dev = await startDev(folder, "--no-traffic");
  const { msg } = await dev.line(({ msg }) => msg.includes("OTEL_EXPORTER_OTLP_ENDPOINT="));
  const endpoint = /OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)/.exec(msg)![1]!;
  let sent = 0;
  const send = async (count: number) => {
    for (let left = count; left > 0; left -= 1) expect(await post(endpoint, `span-${sent++}`)).toBe(200);
  };
  await send(5);
  edit(join(folder, "span-line.ts"), " took ${", " now took ${");
  // From here on the new instance comes in beside the old one.
  await dev.line((line) => isBuilt(line) && dev.lines.filter(isBuilt).length === 2);
  let isSwapped = false;
  const swap = dev.line(swapped).then(() => {
    isSwapped = true;
  });
  while (!isSwapped) await send(1);
  await swap;
  await send(5);
  expect(await dev.stop("SIGINT")).toBe(0);
  const lines = dev.lines.filter(({ msg }) => / span-\d+ /.test(msg));
  expect(lines[0]!.msg).not.toContain("now took");
  expect(lines.at(-1)!.msg).toContain("now took");
  const totals = dev.lines.map(({ msg }) =>
    Number(/ ([\d,]+) spans sent/.exec(msg)?.[1]?.replaceAll(",", "") ?? 0),
  );
  expect(totals.reduce((sum, spans) => sum + spans, 0)).toBe(sent);
});

it("plugin dev feeds sample spans, survives what does not compile, and ends with Ctrl-C in the middle of a build", async () => {
  const folder = project();
  const dev = await startDev(folder, "--rate", "20");
  await dev.line(({ msg }) => /^info .*: span charge took [\d.]+ ms in payment$/.test(msg));
  await dev.line(({ msg }) => /^spans .* accepted; \d+ spans sent; [\d.]+ ms a batch/.test(msg));
  edit(join(folder, "span-line.ts"), "padStart", "padBegin");
  await dev.line(({ msg }) => msg.includes("the plugin before runs on"));
  expect(dev.stderr).toMatch(/error\[PLUGIN_BUILD_FAILED\][\s\S]*padBegin[\s\S]*span-line\.ts\(\d+,\d+\)/);
  const builds = () => dev.lines.filter(({ msg }) => msg.startsWith("build ")).length;
  const before = builds();
  edit(join(folder, "span-line.ts"), "padBegin", "padStart");
  await dev.line(() => builds() > before);
  expect(await dev.stop("SIGINT")).toBe(0);
  expect(dev.output).toMatch(/stopped +no span was lost\n$/);
});

it("plugin dev says at once what is missing, and that a folder holds no project", async () => {
  const place = new TemporaryFolder();
  onTestFinished(() => place[Symbol.dispose]());
  const dev = new AgentProcess(["plugin", "dev", place.path]);
  expect(await dev.exit()).toBe(1);
  expect(dev.stderr).toContain("error[PLUGIN_PROJECT_UNKNOWN]");
  run(place.path, [process.execPath, cli, "plugin", "new", "mine"]);
  const bare = new AgentProcess(["plugin", "dev", join(place.path, "mine")]);
  expect(await bare.exit()).toBe(1);
  expect(bare.stderr).toMatch(/error\[TOOLCHAIN_MISSING\][\s\S]*npm install/);
  const wrong = new AgentProcess(["plugin", "dev", place.path, "--rate", "0"]);
  expect(await wrong.exit()).toBe(2);
});
