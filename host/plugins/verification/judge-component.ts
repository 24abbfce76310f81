import { contractPackage, contractVersion, pluginInterface, SpandockError } from "../../contract/index.ts";
import type { Component, WasmFile } from "../../sandbox/index.ts";
import { compareInterfaces, describeDifference } from "./compare-interfaces.ts";
import { contractInterfaces } from "./generated/contract-types.ts";
import { parseInterfaceName } from "./interface-name.ts";
import { shownName, shownNames } from "./shown-name.ts";

/** Everything that starts so is ours, and has to be in the contract. */
const ownNamespace = "spandock:";

/**
 * Why this agent does not take a file as a plugin; undefined when it does. Nothing of the file has run.
 *
 * Codes: PLUGIN_NOT_WASM, PLUGIN_NOT_COMPONENT, PLUGIN_WRONG_VERSION, PLUGIN_WRONG_WORLD, PLUGIN_WRONG_TYPES, and
 * PLUGIN_LOAD_FAILED for what this agent can't read or give.
 */
export function judgeComponent(name: string, file: WasmFile): SpandockError | undefined {
  switch (file.kind) {
    case "not-wasm":
      return new SpandockError("PLUGIN_NOT_WASM", {
        message: `${name}: not WebAssembly, or damaged: ${shownName(file.reason)}`,
      });
    case "unsupported":
      return new SpandockError("PLUGIN_LOAD_FAILED", {
        message: `${name}: can't be read: ${shownName(file.reason)}`,
        fix: "Build the plugin with the SDK of this agent's version.",
      });
    case "core-module":
      return new SpandockError("PLUGIN_NOT_COMPONENT", {
        message: `${name}: found a core WebAssembly module, expected a component that exports ${pluginInterface}`,
      });
    case "component":
      return (
        judgeVersions(name, file) ??
        judgeWorld(name, file) ??
        judgeTypes(name, file) ??
        judgeOtherImports(name, file)
      );
  }
}

interface VersionedName {
  readonly shown: string;
  readonly builtFor: string;
}

/** All names of the contract's package, at every level, must have exactly this agent's version. */
function judgeVersions(name: string, component: Component): SpandockError | undefined {
  const imports = [...component.imports.keys(), ...component.nestedImports];
  const wrong = [
    ...[...component.exports.keys()].flatMap((exported) => wrongVersion(exported, "exports")),
    ...imports.flatMap((imported) => wrongVersion(imported, "imports")),
  ];
  if (wrong.length === 0) return undefined;
  const builtFor = [...new Set(wrong.map((found) => found.builtFor))];
  const found = [...new Set(wrong.map(({ shown }) => shown))];
  return new SpandockError("PLUGIN_WRONG_VERSION", {
    message: `${name}: built for ${shownNames(builtFor)} (it ${shownNames(found)}); this agent speaks ${contractPackage}@${contractVersion}, exactly`,
  });
}

function wrongVersion(name: string, verb: string): VersionedName[] {
  const parsed = parseInterfaceName(name);
  if (parsed?.package !== contractPackage || parsed.version === contractVersion) return [];
  const { version } = parsed;
  const builtFor =
    version === undefined ? `${contractPackage} without a version` : `${contractPackage}@${version}`;
  return [{ builtFor, shown: `${verb} ${name}` }];
}

function judgeWorld(name: string, { exports }: Component): SpandockError | undefined {
  if (exports.get(pluginInterface)?.kind === "instance") return undefined;
  const found = exports.size === 0 ? "nothing" : shownNames([...exports.keys()]);
  return new SpandockError("PLUGIN_WRONG_WORLD", {
    message: `${name}: expected a component that exports ${pluginInterface}, found one that exports ${found}`,
  });
}

/** How many differences a message lists. */
const maxDifferences = 5;

function judgeTypes(name: string, { imports, exports }: Component): SpandockError | undefined {
  const lines = [...differencesOf(exports, true), ...differencesOf(imports, false)];
  if (lines.length === 0) return undefined;
  const shown = lines.slice(0, maxDifferences);
  if (lines.length > maxDifferences) shown.push("and more");
  return new SpandockError("PLUGIN_WRONG_TYPES", {
    message: `${name}: claims ${contractPackage}@${contractVersion}, but differs from this agent's:\n  ${shown.join("\n  ")}`,
  });
}

/** A few more than are shown at most: a hostile file can differ a hundred thousand times. */
function differencesOf(side: Component["imports"], complete: boolean): string[] {
  const verb = complete ? "exports" : "imports";
  const lines: string[] = [];
  for (const [name, found] of side) {
    if (lines.length > maxDifferences) break;
    if (!name.startsWith(ownNamespace)) continue;
    const expected = contractInterfaces.get(name);
    if (expected === undefined || found.kind !== "instance") {
      lines.push(`${verb} ${shownName(name)}, which is not in the contract`);
      continue;
    }
    const label = parseInterfaceName(name)?.interface ?? name;
    const differences = compareInterfaces({ expected, found, complete, most: maxDifferences + 1 });
    lines.push(...differences.map((difference) => `${label}: ${describeDifference(difference)}`));
  }
  return lines;
}

/** Beside the contract, the agent gives WASI 0.2. Which of it is granted is the config's business. */
function judgeOtherImports(name: string, { imports }: Component): SpandockError | undefined {
  const unknown = [...imports.keys()].filter(
    (imported) => !imported.startsWith(ownNamespace) && !/^wasi:[a-z-]+\/[a-z-]+@0\.2\.\d+$/.test(imported),
  );
  if (unknown.length === 0) return undefined;
  return new SpandockError("PLUGIN_LOAD_FAILED", {
    message: `${name}: imports ${shownNames(unknown)}, which this agent does not have`,
    fix: "Build the plugin for the world spandock:exporter/plugin, with WASI 0.2 as its only other imports.",
  });
}
