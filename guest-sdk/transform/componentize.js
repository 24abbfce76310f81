// A program: core module on stdin, component on stdout.
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { witSource, worldName } from "./wit.js";

try {
  const binary = await readStdin();
  const embedded = await componentEmbed({
    binary,
    witSource: witSource(),
    world: worldName,
    metadata: producers(),
  });
  const component = await componentNew(embedded);
  process.stdout.write(component);
} catch (error) {
  writeSync(2, error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** As a stream: node's pipes don't block, so that reading one at once fails where the writer is slower. */
async function readStdin() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** What the component says of its making, for whoever inspects it: the `producers` section of WebAssembly. */
function producers() {
  const require = createRequire(import.meta.url);
  const compiler = require("assemblyscript/package.json");
  const sdk = require("../package.json");
  return [
    ["language", [["AssemblyScript", compiler.version]]],
    ["processed-by", [[sdk.name, sdk.version]]],
  ];
}
