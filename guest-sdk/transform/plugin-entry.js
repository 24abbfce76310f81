import { NodeKind } from "assemblyscript";

const configFunction = "traceExportersFromConfig";
const stopFunction = "stop";

/** CommonFlags.Export of the compiler. */
const exported = 1 << 1;

/**
 * The entry that stands between the ABI and the author's file: it imports the author's functions, so that their types
 * are checked, and the SDK's side of the ABI.
 *
 * @param {any[]} sources the compiler's user sources
 * @returns {{ author: any, text: string }} the author's source, and the entry's text
 * @throws {Error} when no entry file exports what a plugin needs
 */
export function pluginEntry(sources) {
  const author = sources.find((source) => exportedNames(source).has(configFunction));
  if (author === undefined) {
    const files = sources.map((source) => source.normalizedPath).join(", ");
    throw new Error(
      `${files}: expected an exported function "${configFunction}(config: Config): ConfigResult", found none`,
    );
  }
  const stops = exportedNames(author).has(stopFunction);
  const text = [
    // The entry lies beside the author's file.
    `import * as author from "./${author.internalPath.split("/").at(-1)}";`,
    'import * as plugin from "@spandock/guest-sdk/assembly/component/plugin";',
    'import "@spandock/guest-sdk/assembly/component/host-hooks";',
    'export { afterConfigure, afterExportSpans, afterStop, cabiRealloc, dropExporter, exportSpans } from "@spandock/guest-sdk/assembly/component/plugin";',
    "export function configure(blob: usize, byteLength: usize, type: i32): usize {",
    `  return plugin.configured(author.${configFunction}(plugin.takeConfig(blob, byteLength, type)));`,
    "}",
    "export function stop(): usize {",
    `  return plugin.stopped(${stops ? `author.${stopFunction}()` : "null"});`,
    "}",
  ].join("\n");
  return { author, text };
}

/** @returns {Set<string>} */
function exportedNames(source) {
  const names = new Set();
  for (const statement of source.statements) {
    if (statement.kind === NodeKind.FunctionDeclaration && statement.flags & exported) {
      names.add(statement.name.text);
    }
    if (statement.kind === NodeKind.Export) {
      for (const { exportedName } of statement.members ?? []) names.add(exportedName.text);
    }
  }
  return names;
}
