/**
 * Makes a script, whose value is `{ instantiate }`, of the ES module that jco generates: a thread that evaluates a
 * module has to start Node's module loader first, which takes longer than the module itself.
 *
 * @throws Error when the module has imports, or exports that are no declarations
 */
export function toScript(source: string): string {
  const body = source.replace(/^export (?=(?:async )?function |const |let |class )/gm, "");
  const left = /^(?:import|export)\b.*/m.exec(body);
  if (left !== null) throw new Error(`jco's source is not made of declarations: ${left[0]}`);
  return `(() => {\n"use strict";\n${body}\nreturn { instantiate };\n})()\n`;
}
