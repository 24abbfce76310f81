import { pluginInterface } from "./wit.js";

/** What the generated entry exports, and the names that the canonical ABI asks for. */
const abiNames = (/** @type {string} */ plugin) => ({
  cabiRealloc: "cabi_realloc",
  configure: `${plugin}#trace-exporters-from-config`,
  afterConfigure: `cabi_post_${plugin}#trace-exporters-from-config`,
  exportSpans: `${plugin}#[method]trace-exporter.export-spans`,
  afterExportSpans: `cabi_post_${plugin}#[method]trace-exporter.export-spans`,
  stop: `${plugin}#stop`,
  afterStop: `cabi_post_${plugin}#stop`,
  dropExporter: `${plugin}#[dtor]trace-exporter`,
});

/**
 * Renames the exports of the generated entry: AssemblyScript itself can only export identifiers.
 *
 * @param {any} module asc's module
 * @param {any} binaryen asc's binaryen
 */
export function renameExports(module, binaryen) {
  for (const [name, abiName] of Object.entries(abiNames(pluginInterface()))) {
    const { value: internalName } = binaryen.getExportInfo(module.getExport(name));
    module.removeExport(name);
    module.addFunctionExport(internalName, abiName);
  }
}

/**
 * Imports that neither the contract nor WASI has: what AssemblyScript's library takes from a JavaScript host.
 *
 * @param {any} module asc's module
 * @param {any} binaryen asc's binaryen
 * @returns {string[]}
 */
export function foreignImports(module, binaryen) {
  const names = [];
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { module: from, base } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (from && !/^(\[export\])?(spandock|wasi):/.test(from)) names.push(`${from}.${base}`);
  }
  return names;
}
