import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const componentize = fileURLToPath(new URL("componentize.js", import.meta.url));
const maxComponentBytes = 1024 ** 3;

/**
 * Makes a component of a core module that speaks the contract's canonical ABI.
 *
 * asc asks for the binary synchronously, and the tool that makes components answers asynchronously: hence the child
 * process.
 *
 * @param {Uint8Array} core
 * @returns {Uint8Array}
 * @throws {Error} with what the component tools found wrong
 */
export function componentFrom(core) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [componentize], {
    input: core,
    maxBuffer: maxComponentBytes,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`can't make a component of the compiled module: ${stderr}`);
  return new Uint8Array(stdout);
}
