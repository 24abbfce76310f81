import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { buildBrokenPlugin } from "../support/broken-plugin.ts";
import { exampleWasm } from "../support/examples.ts";

async function check(cwd: string, ...args: string[]) {
  const process = new AgentProcess(["plugin", "check", ...args], { cwd });
  const code = await process.exit();
  return { code, stdout: process.output, stderr: process.stderr };
}

function folder(): TemporaryFolder {
  const made = new TemporaryFolder();
  onTestFinished(() => made[Symbol.dispose]());
  return made;
}

const counting = exampleWasm("counting-exporter");

describe("spandock plugin check", () => {
  it("passes a good plugin with exit code 0, and says over how many batches its memory was watched", async () => {
    const { code, stdout } = await check(folder().path, counting, "--quick");
    expect(stdout).toMatch(/Linear memory does not grow .*\(5,000 batches; /);
    expect(stdout).toMatch(/\n0 failed, 0 warnings, \d+ passed, 3 skipped in [\d.]+ s\n$/);
    expect(code).toBe(0);
  });

  it("takes plugin, config, permissions and limits of an exporter from the agent's config file", async () => {
    const made = folder();
    mkdirSync(join(made.path, "out"));
    made.file(
      "spandock.yaml",
      `receivers: { otlp: { protocols: { http: {} } } }
exporters:
  other: { plugin: ${counting} }
  files:
    plugin: ${exampleWasm("files-exporter")}
    config: { file_paths: [/out/a.jsonl] }
    permissions: { directories: { /out: { path: ./out, access: write } } }
service: { pipelines: { traces: { receivers: [otlp], exporters: [other, files] } } }
`,
    );
    const unnamed = await check(made.path, "-c", "spandock.yaml");
    expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining("--exporter: other, files")]);
    const { code, stdout } = await check(made.path, "-c", "spandock.yaml", "--exporter", "files", "--quick");
    expect(stdout).toContain("It makes exporters from its config (1 exporter)");
    expect(code).toBe(0);
    // What the checks write goes to a stand-in.
    expect(existsSync(join(made.path, "out/a.jsonl"))).toBe(false);
  });

  it("tells of a broken plugin what came and what to do, and writes it as JSON and JUnit's XML", async () => {
    const made = folder();
    made.file("broken.wasm", await buildBrokenPlugin("batch-unicode"));
    const shown = await check(made.path, "broken.wasm", "--quick", "--junit", "report.xml");
    expect(shown.code).toBe(1);
    expect(shown.stdout).toMatch(
      /✗ Texts of any kind.*\n.*batch-unicode.*\n +sent +two spans, .*\n +expected +an outcome/,
    );
    expect(shown.stdout).toMatch(/found +a trap: .*unreachable.*\n +at export/);
    expect(readFileSync(join(made.path, "report.xml"), "utf8")).toContain(
      '<failure message="a trap: wasm `unreachable`',
    );
    const { code, stdout } = await check(made.path, "broken.wasm", "--quick", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ file: "broken.wasm", counts: { failed: 1, warned: 0 } });
  });

  it("lets warnings pass, except with --strict, and prints XML alone where --junit names no file", async () => {
    const made = folder();
    made.file("broken.wasm", await buildBrokenPlugin("lifecycle-stop-twice"));
    const lenient = await check(made.path, "broken.wasm", "--quick", "--junit");
    expect([lenient.code, lenient.stdout]).toEqual([
      0,
      expect.stringMatching(/^<\?xml[\s\S]*<\/testsuites>\n$/),
    ]);
    expect((await check(made.path, "broken.wasm", "--quick", "--strict")).code).toBe(1);
  });

  it.each([
    [[]],
    [["a.wasm", "b.wasm"]],
    [[counting, "--allow-dir", "out"]],
    [[counting, "--memory", "much"]],
    [[counting, "--exporter", "x"]],
    [["-c", "spandock.yaml", "--memory", "1MiB"]],
  ])("answers wrong usage %j with exit code 2 and the way out", async (args) => {
    const { code, stderr } = await check(folder().path, ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error\[USAGE\]: .+\n {2}fix: .+/);
  });

  it("names a file that is not there", async () => {
    const { code, stderr } = await check(folder().path, "missing.wasm");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error\[PLUGIN_NOT_READABLE\]: .*missing\.wasm/);
  });
});
