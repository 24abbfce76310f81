import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AgentProcess, cli, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";
import { buildWatPlugin, contractWit, honestWat } from "../support/wat-plugin.ts";

async function run(...args: string[]) {
  const process = new AgentProcess(args);
  const code = await process.exit();
  return { code, stdout: process.output, stderr: process.stderr };
}

function folder(): TemporaryFolder {
  const made = new TemporaryFolder();
  onTestFinished(() => made[Symbol.dispose]());
  return made;
}

const configFor = (
  plugin: string,
) => `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  mine: { plugin: ${plugin} }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [mine] } }
`;

describe("the command line", () => {
  it("prints its own version and the contract's", async () => {
    const { code, stdout } = await run("version", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ contract: "spandock:exporter@1.0.0" });
  });

  it.each([
    [[]],
    [["nonsense"]],
    [["run"]],
    [["run", "-x"]],
    [["inspect"]],
    [["validate"]],
    [["validate", "--plugin-config", "x.yaml", "--plugin", "x.wasm"]],
    [["version", "more"]],
  ])("answers wrong usage %j with exit code 2 and the way out", async (args) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error\[USAGE\]: .+\n {2}fix: .+/);
  });

  it("goes on when the reader of its text goes away", async () => {
    const child = spawn(process.execPath, [cli, "help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    expect(await once(child, "close")).toEqual([0, null]);
    expect(stderr).toBe("");
  });

  it("validates with a warning for what is likely not meant", async () => {
    const made = folder();
    const unused = `  other: { plugin: ${exampleWasm("counting-exporter")} }\n`;
    const text = configFor(exampleWasm("counting-exporter")).replace("service:", `${unused}service:`);
    const { code, stdout } = await run("validate", "-c", made.file("agent.yaml", text));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warn: .*other/m);
  });

  it("names the exporter whose directory can't be opened", async () => {
    const made = folder();
    const grant = "permissions: { directories: { /out: { path: ./missing, access: write } } }";
    const text = configFor(`${exampleWasm("files-exporter")}, ${grant}`);
    const { code, stderr } = await run("validate", "-c", made.file("agent.yaml", text));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error\[CONFIG_INVALID\]: mine: permissions\.directories: \/out: expected .*missing to be a directory/,
    );
  });

  it("prints errors as JSON when asked to", async () => {
    const { code, stderr } = await run("inspect", "/no/such/file.wasm", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stderr).errors[0]).toMatchObject({
      code: "PLUGIN_NOT_READABLE",
      fix: expect.any(String),
    });
  });

  it("shows what a plugin is without running it", async () => {
    const { code, stdout } = await run("inspect", exampleWasm("files-exporter"), "--json");
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      contractVersion: "1.0.0",
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(report)).toContain("wasi:filesystem");
  });

  it("shows first what a newer plugin can do that the older one could not", async () => {
    const files = [exampleWasm("counting-exporter"), exampleWasm("files-exporter")];
    const { code, stdout } = await run("inspect", ...files);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^NEW +files \(granted by permissions\.directories\): wasi:filesystem\/types@/m);
    expect(stdout).toMatch(/^size +[\d,]+ -> [\d,]+ bytes \(\+[\d,]+\)$/m);
    expect((await run("inspect", ...files.toReversed())).stdout).toMatch(/^gone +files /m);
    expect((await run("inspect", files[0]!, files[0]!)).stdout).toContain("the same as");
    const { diff } = JSON.parse((await run("inspect", ...files, "--json")).stdout);
    expect(diff.newImports).toContain("spandock:exporter/config@1.0.0");
  });

  const builds: readonly (readonly [string, string, () => Promise<Uint8Array> | Uint8Array])[] = [
    ["an empty file", "PLUGIN_NOT_WASM", () => new Uint8Array()],
    ["a text", "PLUGIN_NOT_WASM", () => new TextEncoder().encode("hello")],
    [
      "half a component",
      "PLUGIN_NOT_WASM",
      async () => (await buildWatPlugin({ wat: honestWat() })).slice(0, 900),
    ],
    ["a core module", "PLUGIN_NOT_COMPONENT", () => Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
    [
      "a component of another world",
      "PLUGIN_WRONG_WORLD",
      () =>
        buildWatPlugin({
          wat: `(module (func (export "go")))`,
          wit: "package a:b; world w { export go: func(); }",
          world: "w",
        }),
    ],
    ...["1.0.1", "1.1.0", "0.9.0", "2.0.0"].map(
      (version) =>
        [
          `version ${version} of the contract`,
          "PLUGIN_WRONG_VERSION",
          () =>
            buildWatPlugin({
              wat: honestWat({ version }),
              wit: contractWit.replace("@1.0.0;", `@${version};`),
            }),
        ] as const,
    ),
    [
      "the contract without a version",
      "PLUGIN_WRONG_VERSION",
      () =>
        buildWatPlugin({
          wat: honestWat().replaceAll("@1.0.0", ""),
          wit: contractWit.replace("@1.0.0;", ";"),
        }),
    ],
    [
      "version 1.0.0 with another signature",
      "PLUGIN_WRONG_TYPES",
      () =>
        buildWatPlugin({
          wat: honestWat(),
          wit: contractWit.replace("rejected-spans: u32", "rejected-spans: s32"),
        }),
    ],
    [
      "a plugin that traps in config",
      "PLUGIN_CRASHED",
      () => buildWatPlugin({ wat: honestWat({ config: "unreachable" }) }),
    ],
  ];

  it.each(builds)("refuses %s in run and validate, and says why", async (_, errorCode, build) => {
    const made = folder();
    made.file("plugin.wasm", await build());
    const config = made.file("spandock.yaml", configFor("./plugin.wasm"));
    for (const command of ["run", "validate"]) {
      const { code, stderr } = await run(command, "-c", config);
      expect(stderr, command).toContain(`error[${errorCode}]`);
      expect(stderr).toContain("mine");
      expect(stderr).toContain("  fix: ");
      expect(code).toBe(1);
    }
  });

  it("validates a good config without opening its ports, and says so", async () => {
    const config = folder().file(
      "spandock.yaml",
      configFor(exampleWasm("counting-exporter")).replace(":0", ":1"),
    );
    const { code, stderr } = await run("validate", "-c", config);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("validate says beforehand what a plugin imports and is not granted", async () => {
    const exporter = `{ plugin: ${exampleWasm("files-exporter")}, config: { file_paths: [] }, permissions: {} }`;
    const text = configFor("X").replace("{ plugin: X }", exporter);
    const { code, stdout } = await run("validate", "-c", folder().file("spandock.yaml", text));
    expect(code).toBe(1);
    expect(stdout).toMatch(/info: mine: .*not granted.*wasi:filesystem.*grant=permissions\.directories/);
  });

  it("validate prints every problem, with file, line and column", async () => {
    const config = folder().file(
      "spandock.yaml",
      configFor("./missing.wasm")
        .replace("exporters: [mine]", "exporters: [mine, other]")
        .replace("service:", "sevice:"),
    );
    const { code, stderr } = await run("validate", "-c", config);
    expect(code).toBe(1);
    expect(stderr).toMatch(/spandock\.yaml:\d+:\d+/);
    expect(stderr).toContain("missing.wasm");
    expect(stderr).toContain("sevice");
  });

  it("run names the endpoint that is taken", async () => {
    const made = folder();
    const config = configFor(exampleWasm("counting-exporter"));
    const first = await AgentProcess.run(made.file("a.yaml", config));
    onTestFinished(() => first[Symbol.asyncDispose]());
    const taken = new URL(await first.url("otlp/http")).host;
    const { code, stderr } = await run(
      "run",
      "-c",
      made.file("b.yaml", config.replace("127.0.0.1:0", taken)),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("error[LISTEN_FAILED]");
    expect(stderr).toContain(taken);
  });

  it("a plugin that is pinned to another digest is refused", async () => {
    const made = folder();
    const digest = `sha256:${"0".repeat(64)}`;
    const text = configFor(exampleWasm("counting-exporter")).replace(
      " }\nservice",
      `, digest: "${digest}" }\nservice`,
    );
    const { code, stderr } = await run("validate", "-c", made.file("spandock.yaml", text));
    expect(code).toBe(1);
    expect(stderr).toContain("error[PLUGIN_DIGEST_MISMATCH]");
    expect(stderr).toContain(join("build", "counting-exporter.wasm"));
  });
});
