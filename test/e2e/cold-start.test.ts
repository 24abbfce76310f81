import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { CodeCache } from "../../host/boot/index.ts";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";

/** An agent whose config makes its guest parse YAML, with a cache of its own. */
function scene() {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const config = folder.file(
    "spandock.yaml",
    `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" }, grpc: { endpoint: "127.0.0.1:0" } } } }
exporters:
  files: { plugin: ${exampleWasm("files-exporter")}, config: { file_paths: [ /out/a.jsonl ] }, permissions: { directories: { /out: { path: ., access: write } } } }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [files] } }
`,
  );
  const code = join(folder.path, "spandock", "code");
  return {
    code,
    async start(...args: string[]): Promise<AgentProcess> {
      const agent = new AgentProcess(["run", "-c", config, ...args], {
        env: { XDG_CACHE_HOME: folder.path },
      });
      onTestFinished(() => agent[Symbol.asyncDispose]());
      await agent.line(({ msg }) => /ready\b/.test(msg));
      return agent;
    },
    /** Entries by name, with what changes when one is written anew. */
    entries: () => new Map(readdirSync(code).map((name) => [name, statSync(join(code, name)).ino])),
  };
}

it("the second start runs from what V8 made at the first, of the agent, the plugin's thread and the guest", async () => {
  const { start, entries } = scene();
  expect(await (await start()).stop()).toBe(0);
  const kept = entries();
  const names = [...kept.keys()].map((name) => name.replace(/-[0-9a-f]+(-[0-9a-f]+)?\.bin$/, ""));
  expect(names).toEqual(expect.arrayContaining(["agent", "guest", "plugin-thread", "program"]));
  expect(await (await start()).stop()).toBe(0);
  // Whatever V8 had not taken would have been written anew.
  expect(entries()).toEqual(kept);
});

it("a damaged code cache is replaced, and nobody notices", async () => {
  const { code, start, entries } = scene();
  await (await start()).stop();
  const kept = entries();
  for (const name of kept.keys()) {
    const bytes = readFileSync(join(code, name));
    writeFileSync(join(code, name), bytes.fill(0, bytes.length / 2));
  }
  const agent = await start();
  expect(await agent.stop()).toBe(0);
  expect(agent.stderr).toBe("");
  expect(agent.lines.filter(({ level }) => level !== "info")).toEqual([]);
  const mended = entries();
  expect([...mended.keys()]).toEqual([...kept.keys()]);
  for (const [name, ino] of kept) expect(mended.get(name), name).not.toBe(ino);
});

it("code that V8 refuses, though it is what was kept, is replaced by the next start", async () => {
  const { code, start, entries } = scene();
  await (await start()).stop();
  const kept = entries();
  const cache = new CodeCache(dirname(code));
  for (const name of ["agent", "plugin-thread"]) {
    const path = fileURLToPath(new URL(`../../dist/host/chunks/${name}.cjs`, import.meta.url));
    const source = readFileSync(path, "latin1");
    const read = cache.read(path, source);
    expect(read, name).toBeDefined();
    // V8's check begins with its own version.
    cache.write({ path, source, code: Buffer.from(read!).fill(0, 0, 8) });
  }
  const spoiled = entries();
  expect(await (await start()).stop()).toBe(0);
  const mended = entries();
  for (const name of kept.keys()) {
    const isSpoiled = spoiled.get(name) !== kept.get(name);
    expect(mended.get(name) !== spoiled.get(name), name).toBe(isSpoiled);
  }
  expect([...kept.keys()].filter((name) => spoiled.get(name) !== kept.get(name))).toHaveLength(2);
});

it.skipIf(process.getuid === undefined)(
  "an agent that may not keep its code says so, and runs all the same",
  async () => {
    const { code, start } = scene();
    await (await start()).stop();
    chmodSync(code, 0o777);
    const agent = await start();
    const line = await agent.line(({ msg }) => msg === "the code cache can't be written");
    expect(line).toMatchObject({ level: "warn", reason: `${code} can be written by others (mode 777)` });
    expect(await agent.stop()).toBe(0);
  },
);

it("an agent from cached code logs as text, whose library is loaded only then", async () => {
  const { start } = scene();
  await (await start()).stop();
  const agent = await start("--log-format", "text");
  expect(await agent.stop()).toBe(0);
  expect(agent.output).toContain("INFO");
});
