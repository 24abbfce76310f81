import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../agent-child.ts";
import type { Comparison } from "../comparison.ts";

const cli = fileURLToPath(new URL("../../host/cli/main.js", import.meta.url));

/**
 * Neither side gets settings of this machine that make every Node start slower: certificates named there take longer
 * to parse than all else that `node -e 0` does, and would hide what the agent adds.
 */
const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...plainEnv } = process.env;

/** Milliseconds from spawn to the line `ready`. */
async function millisToReady(configFile: string, cacheHome: string): Promise<number> {
  const begin = performance.now();
  const agent = spawn(process.execPath, [cli, "run", "-c", configFile], {
    env: { ...plainEnv, XDG_CACHE_HOME: cacheHome },
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
  await once(spawn(process.execPath, ["-e", "0"], { env: plainEnv, stdio: "ignore" }), "exit");
  return performance.now() - begin;
}

interface ColdStart extends Pick<Comparison, "name" | "what" | "mark"> {
  readonly plugins: number;
  readonly keepsCache: boolean;
}

function coldStart({ plugins, keepsCache, ...rest }: ColdStart): Comparison {
  return {
    kind: "comparison",
    unit: "ms",
    ...rest,
    async prepare() {
      const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
      const cacheHome = join(folder, "cache");
      const configFile = writeConfig(folder, plugins);
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

/** An agent with that many plugins, each from a file of its own that no other is like. */
function writeConfig(folder: string, plugins: number): string {
  const wasm = readFileSync(`${projectRoot}examples/counting-exporter/build/counting-exporter.wasm`);
  const names = Array.from({ length: plugins }, (_, index) => `count${index}`);
  for (const [index, name] of names.entries()) {
    // A custom section of one byte, without a name: https://webassembly.github.io/spec/core/binary/modules.html
    writeFileSync(join(folder, `${name}.wasm`), Buffer.concat([wasm, Uint8Array.of(0, 2, 0, index)]));
  }
  const exporters = names.map((name) => `${name}: { plugin: ./${name}.wasm }`);
  const configFile = join(folder, "spandock.yaml");
  writeFileSync(
    configFile,
    `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters: { ${exporters.join(", ")} }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [${names.join(", ")}] } }
`,
  );
  return configFile;
}

export const coldStartCached = coldStart({
  name: "cold start, cached",
  what: "time from spawn to ready with one AssemblyScript plugin that was compiled before, against `node -e 0`",
  plugins: 1,
  keepsCache: true,
  mark: { atMost: 2 },
});

export const coldStartOfTen = coldStart({
  name: "cold start of ten plugins, cached",
  what: "the same with ten plugins, no two of the same file",
  plugins: 10,
  keepsCache: true,
  mark: { atMost: 4 },
});

export const coldStartUncached = coldStart({
  name: "cold start, not cached",
  what: "with one plugin and an empty cache: it is transpiled and compiled at start, and so is the agent's own code",
  plugins: 1,
  keepsCache: false,
});
