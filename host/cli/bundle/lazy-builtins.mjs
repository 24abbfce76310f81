/** Modules of Node that take a millisecond or two to load each. The others are there when a program starts. */
const slow = [
  "crypto",
  "fs/promises",
  "http",
  "https",
  "net",
  "os",
  "tls",
  "v8",
  "vm",
  "worker_threads",
  "zlib",
];

/**
 * A CommonJS bundle that loads Node's slow modules when it first uses them, where it would load them all at its start.
 *
 * @param {string} code as rolldown writes it: `let node_x = require("node:x");`, then `node_x.name` at each use
 * @returns {string} the same with `node_x.loaded.name`; a module that is used in any other way is loaded as before
 */
export function lazyBuiltins(code) {
  return slow.reduce((rewritten, name) => lazily(rewritten, name), code);
}

function lazily(code, name) {
  const variable = `node_${name.replace("/", "_")}`;
  const declaration = `let ${variable} = require("node:${name}");`;
  const at = code.indexOf(declaration);
  if (at < 0) return code;
  const rest = code.slice(0, at) + code.slice(at + declaration.length);
  const uses = rest.match(new RegExp(`\\b${variable}\\b`, "g")) ?? [];
  const members = new RegExp(`\\b${variable}\\.(?=[A-Za-z])`, "g");
  if (uses.length !== (rest.match(members) ?? []).length) return code;
  const load = `const ${variable} = { get loaded() { return this.value ??= require("node:${name}"); } };`;
  return (
    code.slice(0, at) + load + code.slice(at + declaration.length).replace(members, `${variable}.loaded.`)
  );
}
