import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentedFiles } from "../support/documented-files.ts";
import { exampleWasm } from "../support/examples.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A program of docs/embed.md. */
const documented = (name: string) => documentedFiles("docs/embed.md").get(name)!;

/** What `npm pack` makes, installed in a project that has nothing else. */
describe("the package in an empty project", () => {
  let project: string;
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "spandock-embedding-"));
    const packed = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
      cwd: root,
    });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module", private: true }));
    await run("npm", ["install", "--omit=dev", "--ignore-scripts", "--prefer-offline", `./${filename}`], {
      cwd: project,
    });
    await symlink(join(root, "node_modules/@opentelemetry"), join(project, "node_modules/@opentelemetry"));
    await copyFile(exampleWasm("files-exporter"), join(project, "files-exporter.wasm"));
  }, 300_000);
  afterAll(() => rm(project, { recursive: true, force: true }));

  it("loads a plugin, takes a batch and ends by itself", async () => {
    await writeFile(join(project, "embed.mjs"), documented("embed.mjs"));
    const { stdout } = await run(process.execPath, ["embed.mjs"], { cwd: project, timeout: 60_000 });
    expect(stdout).toBe("accepted\n");
    expect(await readFile(join(project, "spans.jsonl"), "utf8")).toContain('"span_data":[');
  });

  it("exports spans of the OpenTelemetry SDK", async () => {
    await writeFile(join(project, "sdk.mjs"), documented("sdk.mjs"));
    await run(process.execPath, ["sdk.mjs"], { cwd: project, timeout: 60_000 });
    expect(await readFile(join(project, "sdk.jsonl"), "utf8")).toContain('"name":"pay"');
  });

  it("has types that a strict program compiles against, with the SDK's own SpanExporter", async () => {
    await writeFile(
      join(project, "typed.ts"),
      `import { type Outcome, type SpandockError, WasmSpanExporter, loadPlugin } from "spandock";
import type { SpanExporter } from "@opentelemetry/sdk-trace-node";
export const exporter: SpanExporter = new WasmSpanExporter({ plugin: "a.wasm", config: "a: 1" });
export const outcomes: Promise<readonly Outcome[]> = loadPlugin({ plugin: new URL("file:///a.wasm") }).then((p) =>
  p.exportSpans(new Uint8Array()),
);
export const code = (error: SpandockError): string => error.code;
`,
    );
    const compilerOptions = {
      module: "nodenext",
      target: "es2023",
      lib: ["es2023", "esnext.disposable"],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: ["node"],
    };
    const config = join(project, "tsconfig.json");
    await writeFile(config, JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
    await run(join(root, "node_modules/.bin/tsc"), ["-p", config], { cwd: project }).catch((error) => {
      throw new Error(error.stdout);
    });
  });

  it("runs the agent's command line from its bin", async () => {
    const bin = join(project, "node_modules/.bin/spandock");
    const { stdout } = await run(bin, ["inspect", exampleWasm("counting-exporter")], { cwd: project });
    expect(stdout).toContain("this agent speaks 1.0.0: taken");
  });
});
