import { contractPackage, contractVersion, pluginInterface } from "../../../contract/index.ts";
import type { Check } from "../check.ts";
import { contractCheck } from "./contract-check.ts";

export const contractComponent: Check = contractCheck({
  id: "contract-component",
  title: "The file is a WebAssembly component",
  why: "An agent takes components only: a core module has no typed interfaces that could be verified.",
  fix: "Build a component: with the language's own tool, or from a core module with `wasm-tools component new`.",
  expected: "a component that this agent can read",
  codes: ["PLUGIN_NOT_WASM", "PLUGIN_NOT_COMPONENT", "PLUGIN_LOAD_FAILED"],
  kinds: ["not-wasm", "core-module", "unsupported"],
});

export const contractVersionCheck: Check = contractCheck({
  id: "contract-version",
  title: "It is built for exactly this version of the contract",
  why: "A plugin of another version is refused before any of its code runs, a compatible one too.",
  fix: "Rebuild it with this version's wit/exporter.wit or SDK.",
  expected: `${contractPackage}@${contractVersion} in every import and export of that package`,
  codes: ["PLUGIN_WRONG_VERSION"],
});

export const contractWorld: Check = contractCheck({
  id: "contract-world",
  title: "It exports what a plugin has to, and imports nothing of spandock's that is not in the contract",
  why: "The world `plugin` of wit/exporter.wit says what a plugin exports and may import.",
  fix: "Build it for the world spandock:exporter/plugin.",
  expected: `an export of ${pluginInterface}`,
  codes: ["PLUGIN_WRONG_WORLD"],
});

export const contractTypes: Check = contractCheck({
  id: "contract-types",
  title: "Its types are the contract's, to the last field",
  why: "Same version, other types: such a plugin would misread what it is given, so agents refuse it.",
  fix: "Build it with wit/exporter.wit as it is, unchanged.",
  expected: "the types of wit/exporter.wit",
  codes: ["PLUGIN_WRONG_TYPES"],
});

export const contractImports: Check = contractCheck({
  id: "contract-imports",
  title: "It imports nothing but the contract and WASI 0.2",
  why: "An agent has nothing else to give, so that such a plugin can't be linked.",
  fix: "Take out what needs the import, or what of the toolchain adds it.",
  expected: "imports of spandock:exporter and of wasi: 0.2 only",
  codes: ["PLUGIN_LOAD_FAILED"],
  kinds: ["component"],
});
