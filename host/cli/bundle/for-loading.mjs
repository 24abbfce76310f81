import { createHash } from "node:crypto";

/** An `import()` that rolldown has left: of a package, or of a file beside `chunks/`. */
const imports = /\bawait import\("([^"]+)"\)/g;

/**
 * A CommonJS file of `chunks/` for `loadProgram`: its function as an expression, after a line by which a code cache can
 * know the file.
 *
 * @param {string} code as rolldown writes it
 */
export function forLoading(code) {
  const body = code.replace(imports, (_whole, id) => `await importModule("${fromChunks(id)}")`);
  const names = "exports, require, module, __filename, __dirname, importModule";
  const script = `(function (${names}) {\n${body}\n})\n`;
  return `// ${createHash("sha256").update(script).digest("hex")}\n${script}`;
}

/** rolldown writes it as seen from the module that it stood in. */
function fromChunks(id) {
  return id.startsWith(".") ? id.replace(/^(?:\.\.?\/)+/, "../") : id;
}
