import { join } from "node:path";
import { trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { expect, it, onTestFinished } from "vitest";
import { AgentProcess, cli, TemporaryFolder } from "../support/agent-process.ts";
import { type AuthorRow, authorRows, lackOf, run } from "./author-rows.ts";

/** Sends one span as a user's program would. */
async function sendSpan(endpoint: string, service: string, name: string): Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }))],
  });
  provider.getTracer("test").startSpan(name).end();
  await provider.forceFlush();
  await provider.shutdown();
  trace.disable();
}

/** From nothing to spans on screen, by the commands that the kit prints. */
async function firstPlugin({ language, install, unitTest }: AuthorRow): Promise<void> {
  const place = new TemporaryFolder();
  onTestFinished(() => place[Symbol.dispose]());
  const spandock = (folder: string, ...args: string[]) => run(folder, [process.execPath, cli, ...args]);

  const said = spandock(place.path, "plugin", "new", "to-the-moon", "--lang", language);
  expect(said).toContain(`node ${cli} plugin dev`);
  const folder = join(place.path, "to-the-moon");
  install?.(folder);
  expect(spandock(folder, "plugin", "build")).toMatch(/this agent takes it: sha256:[0-9a-f]{64}/);
  run(folder, unitTest);
  expect(spandock(folder, "inspect", "build/to-the-moon.wasm")).toMatch(/contract .* taken/);

  const dev = new AgentProcess(["plugin", "dev", "--no-traffic"], { cwd: folder });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  const { msg } = await dev.line(({ msg }) => msg.includes("OTEL_EXPORTER_OTLP_ENDPOINT="));
  const endpoint = /OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)/.exec(msg)![1]!;
  await sendSpan(endpoint, "rocket", "lift-off");
  const line = await dev.line(({ msg }) => msg.includes("lift-off"));
  expect(line.msg).toContain("rocket");
  expect(line.msg).toContain("span");
  expect(await dev.stop("SIGINT")).toBe(0);
  expect(dev.output).toContain("1 batch: 1 accepted");
  expect(dev.output).toMatch(/stopped +no span was lost\n$/);
  expect(dev.stderr).toBe("");
}

for (const row of authorRows) {
  const lack = await lackOf(row);
  const title = `a first plugin in ${row.language} takes spans of the real OpenTelemetry SDK`;
  // A compiler that builds all of its crates anew takes minutes on a busy machine.
  const timeoutMillis = 900_000;
  if (lack === undefined) it(title, () => firstPlugin(row), timeoutMillis);
  else it.skip(`${title}; skipped: ${lack}`, () => {});
}
