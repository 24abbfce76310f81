// A program: core module on stdin, component on stdout.
import { readFileSync, writeSync } from "node:fs";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { witSource, worldName } from "./wit.js";

try {
  const binary = new Uint8Array(readFileSync(0));
  const component = await componentNew(
    await componentEmbed({ binary, witSource: witSource(), world: worldName }),
  );
  for (let at = 0; at < component.length; ) at += writeSync(1, component, at);
} catch (error) {
  writeSync(2, error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
