// Builds the plugin: src/plugin.ts and all it imports become one module (Rolldown), and that module with a JavaScript
// engine becomes one component (ComponentizeJS). With --types it writes wit/types.d.ts anew instead: the imports of the
// world for TypeScript.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const entry = "src/plugin.ts";
/** The contract first; behind it files with your own world and with what else of WASI it imports. */
const witFiles = ["../../wit/exporter.wit", "wit/files-exporter.wit"];
const world = "example:files-exporter/files-exporter";
/**
 * What the engine shall not import: `http` is `fetch`, and needs `permissions.http`. Without `stdio` the console is
 * silent by itself: guest/console.ts sends it to the agent's log.
 */
const disableFeatures = ["stdio", "http", "fetch-event"];

const { name } = JSON.parse(readFileSync("package.json", "utf8"));
const outFile = `build/${name}.wasm`;
const wit = witFiles.map((file) => readFileSync(file, "utf8")).join("\n");

if (process.argv.includes("--types")) await writeTypes();
else await build();

async function build() {
  const { componentize } = await import("@bytecodealliance/componentize-js");
  const { metadataAdd } = await import("@bytecodealliance/jco-transpile/wasm-tools");
  const made = await componentize(await bundle(), wit, { worldName: world, disableFeatures });
  // What `spandock inspect` tells, beside the engine's own.
  const component = await metadataAdd(made.component, [["language", [["TypeScript", ""]]]]);
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, component);
  console.log(`${outFile}: ${(component.length / 1e6).toFixed(1)} MB`);
}

/** One module, which holds its own map back to your sources, for guest/crash-report.ts. */
async function bundle() {
  const { rolldown } = await import("rolldown");
  const bundled = await rolldown({
    input: entry,
    platform: "browser",
    external: /^(spandock|wasi):/,
    onLog(level, log, print) {
      // What is not found would only fail when the plugin starts.
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
      print(level, log);
    },
  });
  const { output } = await bundled.generate({ format: "esm", sourcemap: true });
  const [{ code, map }] = output;
  return code.replace('"source positions"', JSON.stringify(await sourcePositions(map)));
}

/** By line of the bundle (from 1): where pieces of it came from, as [column, source, line, column] from 0. */
async function sourcePositions(map) {
  const { decodedMappings, TraceMap } = await import("@jridgewell/trace-mapping");
  const sources = map.sources.map((source) => source.replace(/^(\.\.\/)+/, ""));
  const isYours = sources.map((source) => /^(src|guest)\//.test(source));
  const lines = decodedMappings(new TraceMap(map)).map((pieces) =>
    pieces.filter((piece) => isYours[piece[1]]),
  );
  const found = lines.map((pieces, line) => [line + 1, pieces]).filter(([, pieces]) => pieces.length > 0);
  return { sources, lines: Object.fromEntries(found) };
}

async function writeTypes() {
  const { $init, generateTypes } = await import("@bytecodealliance/jco-transpile/component");
  await $init;
  const files = generateTypes("types", { wit: { tag: "source", val: wit }, world, guest: true });
  const text = files.map(([, bytes]) => new TextDecoder().decode(bytes)).join("\n");
  const header = "// Made by `npm run types` from the WIT.\n\n";
  writeFileSync("wit/types.d.ts", header + text.replaceAll(/^\/\/\/ <reference.*\n/gm, ""));
}
