import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { expect, it, onTestFinished } from "vitest";
import { templateLanguages } from "../../host/author/index.ts";
import { AgentProcess, cli, TemporaryFolder } from "../support/agent-process.ts";
import { documentedFiles } from "../support/documented-files.ts";
import { type AuthorRow, authorRows, lackOf, run } from "./author-rows.ts";

const page = "docs/write-a-plugin.md";
/** The page's blocks spell imports with it. */
const name = "my-exporter";
const failedCharge =
  /^(info|warn) +my-exporter: span charge of payment failed: card refused( stream=stdout)?$/;

/** Sends one span as a user's program would. */
async function sendSpan(endpoint: string, service: string, span: string): Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }))],
  });
  provider.getTracer("test").startSpan(span).end();
  await provider.forceFlush();
  await provider.shutdown();
  trace.disable();
}

/** From nothing to spans on screen and to a change of the reader's own, by the commands that the kit prints. */
async function firstPlugin({ language, install, unitTest }: AuthorRow): Promise<void> {
  const place = new TemporaryFolder();
  onTestFinished(() => place[Symbol.dispose]());
  const spandock = (folder: string, ...args: string[]) => run(folder, [process.execPath, cli, ...args]);

  const said = spandock(place.path, "plugin", "new", name, "--lang", language);
  expect(said).toContain(`node ${cli} plugin dev`);
  const folder = join(place.path, name);
  install?.(folder);
  run(folder, unitTest);

  const dev = new AgentProcess(["plugin", "dev", "--rate", "20"], { cwd: folder });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  await dev.line(({ msg }) => /^info .*\bcharge\b/.test(msg));
  const { msg } = await dev.line(({ msg }) => msg.includes("OTEL_EXPORTER_OTLP_ENDPOINT="));
  const endpoint = /OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)/.exec(msg)![1]!;
  await sendSpan(endpoint, "rocket", "lift-off");
  const line = await dev.line(({ msg }) => msg.includes("lift-off"));
  expect(line.msg).toMatch(/^info .*\bspan\b/);
  expect(line.msg).toContain("rocket");

  for (const [path, text] of documentedFiles(page, `${language}/`)) {
    // A page that names a file of an older template would add one that nothing reads.
    expect(existsSync(join(folder, path)), path).toBe(true);
    writeFileSync(join(folder, path), text);
  }
  await dev.line(({ msg }) => /rebuilt in [\d.]+ s, swapped in [\d.]+ s/.test(msg));
  await dev.line(({ msg }) => failedCharge.test(msg));
  expect(await dev.stop("SIGINT")).toBe(0);
  const swappedAt = dev.lines.findIndex(({ msg }) => msg.startsWith("swap "));
  expect(dev.lines.slice(swappedAt).filter(({ msg }) => msg.includes("of mailer"))).toEqual([]);
  expect(dev.lines.filter(({ msg }) => msg.startsWith("built "))).toHaveLength(2);
  expect(dev.output).toMatch(/stopped +no span was lost\n$/);
  expect(dev.stderr).toBe("");

  expect(spandock(folder, "inspect", `build/${name}.wasm`)).toMatch(/contract .* taken/);
  expect(spandock(folder, "plugin", "check", "-c", "spandock.yaml", "--quick")).toMatch(/^0 failed, /m);
}

it("the page has a block for each language that a plugin can be started in", () => {
  const languages = [...documentedFiles(page).keys()].map((name) => name.split("/")[0]);
  expect(new Set(languages)).toEqual(new Set(templateLanguages()));
  expect(new Set(authorRows.map(({ language }) => language))).toEqual(new Set(templateLanguages()));
});

for (const row of authorRows) {
  const lack = await lackOf(row);
  const title = `a first plugin in ${row.language}: started, tested, run on spans of the real OpenTelemetry SDK, changed, checked`;
  // A compiler that builds all of its crates anew takes minutes on a busy machine.
  const timeoutMillis = 900_000;
  if (lack === undefined) it(title, () => firstPlugin(row), timeoutMillis);
  else it.skip(`${title}; skipped: ${lack}`, () => {});
}
