import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { buildProject, systemTools } from "../../host/author/index.ts";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { smallBatch } from "../support/full-batch.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const template = join(root, "dist/host/author/templates/typescript");

/** The template as a project named my-exporter, whose exporter throws on the span "boom". */
function setUp(): TemporaryFolder {
  const project = new TemporaryFolder();
  cpSync(template, project.path, { recursive: true });
  copyFileSync(join(root, "wit/exporter.wit"), join(project.path, "wit/exporter.wit"));
  symlinkSync(join(root, "node_modules"), join(project.path, "node_modules"));
  for (const name of readdirSync(project.path)) {
    if (!/\.(json|yaml|md)$/.test(name)) continue;
    const text = readFileSync(join(project.path, name), "utf8").replaceAll("{{name}}", "my-exporter");
    project.file(name, text);
  }
  edit(project, "src/line-exporter.ts", "    const lines = readBatch", (line) => `${mine}\n${line}`);
  edit(project, "spandock.yaml", '"127.0.0.1:4318"', () => '"127.0.0.1:0"');
  edit(project, "spandock.yaml", '"127.0.0.1:4317"', () => '"127.0.0.1:0"');
  edit(project, "spandock.yaml", "service:\n", (line) => `${line}  admin: { endpoint: "127.0.0.1:0" }\n`);
  return project;
}

const mine = `    if (readBatch(spans).flatMap(linesOf)[0]?.startsWith("boom")) throw new Error("as asked");`;

function edit(project: TemporaryFolder, file: string, old: string, replace: (old: string) => string): void {
  const text = readFileSync(join(project.path, file), "utf8");
  if (!text.includes(old)) throw new Error(`${file} holds no ${old}`);
  writeFileSync(join(project.path, file), text.replace(old, replace));
}

describe("a project from the TypeScript template", () => {
  let project: TemporaryFolder;
  beforeAll(async () => {
    project = setUp();
    const onCommand = () => {};
    const built = await buildProject({ folder: project.path, tools: systemTools(process.env), onCommand });
    expect(built).toMatchObject({ status: "built", component: join(project.path, "build/my-exporter.wasm") });
    return () => project[Symbol.dispose]();
  }, 300_000);

  it("passes its own tests", () => {
    const said = execFileSync("npm", ["test"], { cwd: project.path, encoding: "utf8" });
    expect(said).toMatch(/^# fail 0$/m);
    expect(said).not.toMatch(/^# pass 0$/m);
  });

  it("runs in an agent with its own config, and crashes in lines of its own sources", {
    timeout: 180_000,
  }, async () => {
    const agent = await AgentProcess.run(join(project.path, "spandock.yaml"), { cwd: project.path });
    onTestFinished(() => agent[Symbol.asyncDispose]());
    const url = `${await agent.url("otlp/http")}/v1/traces`;
    const send = async (name: string) => {
      const headers = { "content-type": "application/x-protobuf" };
      const { status } = await fetch(url, { method: "POST", headers, body: Buffer.from(smallBatch(name)) });
      expect(status).toBe(200);
    };
    await send("pay");
    await agent.line(({ msg, level }) => level === "info" && msg === "span pay 0 ms unknown service");
    await send("boom");
    const { msg } = await agent.line((line) => line.crashes === 1);
    const lines = readFileSync(join(project.path, "src/line-exporter.ts"), "utf8").split("\n");
    expect(msg).toContain("trapped in export-spans: Error: as asked\n");
    expect(msg).toMatch(
      new RegExp(`at exportSpans \\(src/line-exporter\\.ts:${lines.indexOf(mine) + 1}:\\d+\\)`),
    );
  });
});
