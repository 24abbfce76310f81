import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../agent-child.ts";
import type { Comparison } from "../comparison.ts";

const cli = fileURLToPath(new URL("../../host/cli/main.js", import.meta.url));

/** Milliseconds from spawn to the line `ready`, with one AssemblyScript plugin. */
async function millisToReady(configFile: string, cacheHome: string): Promise<number> {
  const begin = performance.now();
  const agent = spawn(process.execPath, [cli, "run", "-c", configFile], {
    env: { ...process.env, XDG_CACHE_HOME: cacheHome },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  for await (const chunk of agent.stdout!) {
    output += chunk;
    if (output.includes('"ready"')) break;
  }
  const millis = performance.now() - begin;
  agent.kill("SIGTERM");
  if (agent.exitCode === null) await once(agent, "exit");
  return millis;
}

async function millisOfEmptyProgram(): Promise<number> {
  const begin = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - begin;
}

function coldStart(name: string, what: string, keepsCache: boolean, mark?: Comparison["mark"]): Comparison {
  return {
    kind: "comparison",
    name,
    what,
    unit: "ms",
    ...(mark === undefined ? {} : { mark }),
    async prepare() {
      const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
      const cacheHome = join(folder, "cache");
      const configFile = join(folder, "spandock.yaml");
      writeFileSync(
        configFile,
        `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters: { count: { plugin: "${projectRoot}examples/counting-exporter/build/counting-exporter.wasm" } }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [count] } }
`,
      );
      return {
        async subject() {
          if (!keepsCache) rmSync(cacheHome, { recursive: true, force: true });
          return await millisToReady(configFile, cacheHome);
        },
        baseline: millisOfEmptyProgram,
        dispose: async () => rmSync(folder, { recursive: true, force: true }),
      };
    },
  };
}

export const coldStartCached = coldStart(
  "cold start, cached",
  "time from spawn to ready with one AssemblyScript plugin that was compiled before, against `node -e 0`",
  true,
  { atMost: 2 },
);

export const coldStartUncached = coldStart(
  "cold start, not cached",
  "the same with an empty cache: the plugin is transpiled and compiled at start",
  false,
);
