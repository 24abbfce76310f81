// A program: core module on stdin, component on stdout.
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { witSource, worldName } from "./wit.js";

try {
  const binary = new Uint8Array(readFileSync(0));
  const embedded = await componentEmbed({
    binary,
    witSource: witSource(),
    world: worldName,
    metadata: producers(),
  });
  const component = await componentNew(embedded);
  for (let at = 0; at < component.length; ) at += writeSync(1, component, at);
} catch (error) {
  writeSync(2, error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
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
