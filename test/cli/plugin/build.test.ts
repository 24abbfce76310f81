import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";
import { fakeNpm, runPlugin } from "./run-plugin.ts";

/** A project whose compiler copies `plugin.wasm`, which is there already. */
async function project({ build = "mkdir -p build && cp plugin.wasm build/", wat = honestWat() } = {}) {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  folder.file("asconfig.json", `{ "options": { "outFile": "build/plugin.wasm" } }`);
  folder.file("plugin.wasm", await buildWatPlugin({ wat }));
  return { folder: folder.path, env: fakeNpm(folder.path, build) };
}

it("plugin build shows the commands and the compiler's lines, and whether the agent takes the result", async () => {
  const { folder, env } = await project({ build: "echo compiling; mkdir -p build && cp plugin.wasm build/" });
  const { code, stdout, stderr } = await runPlugin(["build", folder], { env });
  expect(stderr).toBe("    compiling\n");
  expect(stdout).toMatch(/: npm run --silent build\n.*: built \S+plugin\.wasm: [\d,]+ bytes/);
  expect(stdout).toMatch(/this agent takes it: sha256:[0-9a-f]{64}\n$/);
  expect(code).toBe(0);
});

it("a failed build keeps the compiler's own lines", async () => {
  const { folder, env } = await project({ build: "echo 'a.ts(7,3): wrong' >&2; exit 4" });
  const { code, stderr } = await runPlugin(["build", folder], { env });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^ {4}a\.ts\(7,3\): wrong\nerror\[PLUGIN_BUILD_FAILED\]: .* ended with 4\n {2}fix: /,
  );
});

it("a result that the agent would refuse fails the build with the reason", async () => {
  const { folder, env } = await project({
    build: "mkdir -p build && printf '\\0asm\\1\\0\\0\\0' > build/plugin.wasm",
  });
  const { code, stderr } = await runPlugin(["build", folder], { env });
  expect(code).toBe(1);
  expect(stderr).toContain("error[PLUGIN_NOT_COMPONENT]");
});

it("a build that leaves nothing behind is a failed one", async () => {
  const { folder, env } = await project({ build: "true" });
  const { code, stderr } = await runPlugin(["build", folder], { env });
  expect(code).toBe(1);
  expect(stderr).toContain("left no plugin at");
});

it("--out copies the plugin and its source map, to a file or into a directory", async () => {
  const { folder, env } = await project({
    build: "mkdir -p build && cp plugin.wasm build/ && echo map > build/plugin.wasm.map",
  });
  const file = join(folder, "some/where/mine.wasm");
  expect((await runPlugin(["build", folder, "--out", file], { env })).code).toBe(0);
  expect(readFileSync(file)).toEqual(readFileSync(join(folder, "plugin.wasm")));
  expect(readFileSync(`${file}.map`, "utf8")).toBe("map\n");
  mkdirSync(join(folder, "there"));
  for (const place of ["there", "new/"]) {
    expect((await runPlugin(["build", folder, "-o", join(folder, place)], { env })).code).toBe(0);
    expect(existsSync(join(folder, place, "plugin.wasm"))).toBe(true);
  }
});

it("several projects are built one after the other, whatever becomes of the first", async () => {
  const good = await project();
  const bad = await project({ build: "exit 1" });
  const { code, stdout, stderr } = await runPlugin(["build", `${bad.folder}/none`, good.folder], good);
  expect(code).toBe(1);
  expect(stdout).toContain("this agent takes it");
  expect(stderr).toContain("error[PLUGIN_PROJECT_UNKNOWN]");
  const usage = await runPlugin(["build", bad.folder, good.folder, "--out", "a.wasm"], good);
  expect(usage.code).toBe(2);
  expect(usage.stderr).toContain("a.wasm/");
});

it("missing tools fail the build with the command that installs them, or are skipped when asked", async () => {
  const { folder, env } = await project();
  writeFileSync(join(folder, "bin/npx"), "#!/bin/sh\nexit 1\n");
  const failed = await runPlugin(["build", folder], { env });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("error[TOOLCHAIN_MISSING]: AssemblyScript needs asc");
  expect(failed.stderr).toContain("npm install");
  const skipped = await runPlugin(["build", folder, "--skip-missing"], { env });
  expect(skipped.code).toBe(0);
  expect(skipped.stdout).toMatch(/: skipped: no asc \(install: cd .* && npm install\)\n$/);
});

it("--json tells a program what was built and what was skipped, and keeps compilers quiet", async () => {
  const [one, two] = [
    await project({ build: "echo noise; mkdir -p build && cp plugin.wasm build/" }),
    await project(),
  ];
  const { code, stdout, stderr } = await runPlugin(["build", one.folder, two.folder, "--json"], one);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { projects } = JSON.parse(stdout) as { projects: Record<string, unknown>[] };
  expect(projects.map(({ folder }) => folder)).toEqual([one.folder, two.folder]);
  expect(projects[0]).toMatchObject({
    status: "built",
    language: "as",
    component: join(one.folder, "build/plugin.wasm"),
    digest: expect.stringMatching(/^sha256:/),
    sizeBytes: expect.any(Number),
  });
});

it("Ctrl-C ends the compiler and the command", async () => {
  // The compiler itself tells when it is there.
  const { folder, env } = await project({ build: `kill -INT ${process.pid}; sleep 600` });
  const { code, stderr } = await runPlugin(["build", folder], { env });
  expect({ code, stderr }).toEqual({ code: 130, stderr: "interrupted\n" });
});
