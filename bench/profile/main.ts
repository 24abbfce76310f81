// Runs the agent under load with Node's own CPU profiler, and says where its threads spend their time.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type AgentChild, launchAgent, projectRoot } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { startCountingAgent } from "../counting-agent.ts";
import { measureDelivery } from "../delivered-work.ts";
import { describeMachine, machineLines } from "../machine.ts";
import { readCpuProfile, threadName } from "./cpu-profile.ts";
import { drawFlames } from "./draw-flames.ts";
import { flameTree } from "./flame-tree.ts";
import { formatTop } from "./format-top.ts";
import { SourcePlaces } from "./source-places.ts";

const usage = `usage: npm run bench:profile -- [options]
  --exporter NAME   counting (default) or files
  --spans N         spans in a batch (512)
  --connections N   (8)
  --seconds N       of load (10)
  --top N           functions of each thread (20)
  --flame FILE      draws a flame graph (SVG)
  --keep DIR        leaves the .cpuprofile files there, for a browser's developer tools`;

const exporters: Readonly<Record<string, (nodeArgs: readonly string[]) => Promise<AgentChild>>> = {
  counting: (nodeArgs) => startCountingAgent(1, { nodeArgs }),
  files: (nodeArgs) =>
    launchAgent({
      exporters: `  files:
    plugin: ${projectRoot}examples/files-exporter/build/files-exporter.wasm
    config: { file_paths: [/out/spans.jsonl] }
    permissions: { directories: { /out: { path: ., access: write } } }
    sending_queue: { queue_size: 16, block_on_overflow: true }`,
      nodeArgs,
    }),
};

const { values } = parseArgs({
  options: {
    exporter: { type: "string", default: "counting" },
    spans: { type: "string", default: "512" },
    connections: { type: "string", default: "8" },
    seconds: { type: "string", default: "10" },
    top: { type: "string", default: "20" },
    flame: { type: "string" },
    keep: { type: "string" },
    help: { type: "boolean" },
  },
});
const [spans, connections, seconds, top] = [values.spans, values.connections, values.seconds, values.top].map(
  Number,
) as [number, number, number, number];
const start = exporters[values.exporter];
const isWrong = start === undefined || ![spans, connections, seconds, top].every((value) => value >= 1);

/** @returns what was profiled, in a line */
async function profileInto(folder: string): Promise<string> {
  const preload = new URL("./profile-workers.js", import.meta.url).href;
  const agent = await start!(["--cpu-prof", `--cpu-prof-dir=${folder}`, "--import", preload]);
  try {
    const body = traceBody(spans);
    const work = await measureDelivery(agent, { body, connections, seconds });
    const nanos = Math.round((work.cpuSeconds * 1e9) / work.spans);
    return `${values.exporter} exporter, ${spans} spans a batch, ${connections} connections: ${Math.round(work.spans / seconds).toLocaleString("en-US")} spans/s, ${nanos.toLocaleString("en-US")} ns of CPU a span, profiled`;
  } finally {
    // The profiles are written as the process ends.
    await agent.dispose();
  }
}

if (values.help || isWrong) {
  console.error(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const folder =
    values.keep !== undefined ? resolve(values.keep) : mkdtempSync(join(tmpdir(), "spandock-profile-"));
  mkdirSync(folder, { recursive: true });
  try {
    const before = new Set(readdirSync(folder));
    const title = await profileInto(folder);
    const profiles = readdirSync(folder)
      .filter((name) => name.endsWith(".cpuprofile") && !before.has(name))
      .map((name) => readCpuProfile(join(folder, name)));
    const places = new SourcePlaces();
    console.log(`${title}\n`);
    for (const profile of profiles) console.log(`${formatTop(profile, places, top)}\n`);
    if (values.flame !== undefined) {
      const threads = profiles.map((profile) => ({ name: threadName(profile), root: flameTree(profile) }));
      const footer = machineLines(describeMachine(projectRoot), new Date().toISOString());
      writeFileSync(values.flame, drawFlames({ title, threads, places, footer }));
    }
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
