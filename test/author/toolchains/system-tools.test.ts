import { expect, it } from "vitest";
import { systemTools } from "../../../host/author/index.ts";
import { runBuildStep } from "../../../host/author/toolchains/run-build-step.ts";

const tools = systemTools(process.env);
const folder = process.cwd();
const node = process.execPath;

it("a program's words come while it runs, and all of them at its end", async () => {
  const pieces: string[] = [];
  const script = "process.stdout.write('out\\n'); process.stderr.write('err\\n'); process.exitCode = 3";
  const result = await tools.run(node, ["-e", script], { folder, onOutput: (text) => pieces.push(text) });
  expect(result).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
  expect(pieces.sort()).toEqual(["err\n", "out\n"]);
});

it("a program that is not there has no exit code", async () => {
  expect(await tools.run("no-such-program", [], { folder })).toMatchObject({ exitCode: undefined });
});

it("an abort ends the program and what it started", async () => {
  const abort = new AbortController();
  const child = "setInterval(() => {}, 1000); console.log(1)";
  const script = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "inherit" });
    setInterval(() => {}, 1000)`;
  // Resolves when nobody holds the output any more, which the second program does as long as it lives.
  const { exitCode } = await tools.run(node, ["-e", script], {
    folder,
    signal: abort.signal,
    onOutput: () => abort.abort(),
  });
  expect(exitCode).not.toBe(0);
});

it("an aborted build step says that it was interrupted", async () => {
  const signal = AbortSignal.abort();
  const step = runBuildStep(
    { folder, tools, onCommand: () => {}, signal },
    { command: node, args: ["-e", "setInterval(() => {}, 1000)"] },
  );
  await expect(step).rejects.toMatchObject({
    code: "PLUGIN_BUILD_FAILED",
    message: expect.stringContaining("was interrupted"),
  });
});

it("a failed build step repeats the compiler's words only where they were not shown", async () => {
  const step = { command: node, args: ["-e", "console.error('line 7: wrong'); process.exit(2)"] };
  const shown: string[] = [];
  const context = { folder, tools, onCommand: (text: string) => shown.push(text) };
  const message = expect.stringMatching(/ended with 2:\nline 7: wrong$/);
  await expect(runBuildStep(context, step)).rejects.toMatchObject({ message });
  const quiet = expect.stringMatching(/ended with 2$/);
  await expect(runBuildStep({ ...context, onOutput: () => {} }, step)).rejects.toMatchObject({
    message: quiet,
  });
  const gone = { command: "no-such-program", args: [] };
  const reason = expect.stringMatching(/did not start:\n.*ENOENT/);
  await expect(runBuildStep({ ...context, onOutput: () => {} }, gone)).rejects.toMatchObject({
    message: reason,
  });
  expect(shown[0]).toContain("'console.error(");
});
