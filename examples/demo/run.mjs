// `npm run demo`: installs what is missing, builds, starts an agent with the files exporter, sends it real spans,
// and shows what came out. The agent goes on until Ctrl-C; with --once it is ended and must end well.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("./", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
// npm keeps options it is given before `--` for itself, and passes them on in the environment.
const endsByItself = process.argv.includes("--once") || process.env.npm_config_once === "true";
const say = (text) => console.log(`\n▸ ${text}`);

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}

run(process.execPath, [".ci/install-if-missing.mjs"]);
run("npm", ["run", "--silent", "build"]);

rmSync(`${here}out`, { recursive: true, force: true });
mkdirSync(`${here}out`);
say("Starting the agent: spandock run -c examples/demo/spandock.yaml");
const agent = spawn(process.execPath, [`${root}dist/host/cli/main.js`, "run", "-c", `${here}spandock.yaml`], {
  stdio: "inherit",
});
const ended = once(agent, "exit");
process.on("exit", () => agent.kill());
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => agent.kill(signal));
ended.then(([code]) => process.exit(code ?? 1));

await untilReady("http://127.0.0.1:55679/healthz");
say("Sending spans with the OpenTelemetry JS SDK to http://127.0.0.1:4318/v1/traces");
const { sendSpans } = await import("./send-spans.mjs");
await sendSpans();

// The exporter writes one file after the other.
const names = readdirSync(`${here}out`);
await until(() => names.every((name) => readFileSync(`${here}out/${name}`, "utf8").endsWith("\n")));
for (const name of names) {
  say(`examples/demo/out/${name}`);
  const lines = readFileSync(`${here}out/${name}`, "utf8").trimEnd().split("\n");
  for (const line of lines) console.log(JSON.stringify(JSON.parse(line), null, 2));
}

if (endsByItself) agent.kill("SIGTERM");
else say("The agent goes on. Send it spans of your own, or end it with Ctrl-C.");

async function untilReady(url) {
  await until(async () => (await fetch(url).catch(() => undefined))?.ok === true);
}

async function until(condition, withinMillis = 30_000) {
  const end = Date.now() + withinMillis;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`gave up after ${withinMillis / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
