import type { Permissions } from "../../contract/index.ts";

/** What imports amount to for an operator. */
export type CapabilityName =
  | "files"
  | "http"
  | "env"
  | "sockets"
  | "stdio"
  | "clocks"
  | "random"
  | "exit"
  | "io"
  | "contract"
  | "other";

export interface Capability {
  readonly name: CapabilityName;
  /** Whether the config has to grant it, every plugin has it, or none ever gets it. */
  readonly granted: "by-config" | "always" | "never";
  /** The key under the exporter that grants it. */
  readonly configKey?: string;
  /** The imports that ask for it, by their full names. */
  readonly imports: readonly string[];
}

/** One import of a component. */
export interface ImportedInterface {
  /** With or without version: `wasi:filesystem/types@0.2.3`. */
  readonly name: string;
  /** The functions that the component imports of it, by their names in WIT. */
  readonly functions: readonly string[];
}

/** How the config answers a need: `undecided` when it has no `permissions` at all. */
export interface PermissionNeed extends Capability {
  readonly state: "granted" | "denied" | "undecided";
}

type Rule = Omit<Capability, "imports"> & {
  readonly prefixes: readonly string[];
  /** Only where one of these functions is imported. */
  readonly functions?: readonly string[];
};

/** First match wins; the last one takes what is left. */
const rules: readonly Rule[] = [
  {
    name: "files",
    granted: "by-config",
    configKey: "permissions.directories",
    prefixes: ["wasi:filesystem/"],
  },
  { name: "http", granted: "by-config", configKey: "permissions.http", prefixes: ["wasi:http/"] },
  {
    name: "env",
    granted: "by-config",
    configKey: "permissions.env",
    prefixes: ["wasi:cli/environment"],
    // The rest of the interface is the command line, which is always empty.
    functions: ["get-environment"],
  },
  { name: "sockets", granted: "never", prefixes: ["wasi:sockets/"] },
  {
    name: "stdio",
    granted: "always",
    prefixes: ["wasi:cli/std", "wasi:cli/terminal", "wasi:cli/environment"],
  },
  { name: "exit", granted: "always", prefixes: ["wasi:cli/exit"] },
  { name: "clocks", granted: "always", prefixes: ["wasi:clocks/"] },
  { name: "random", granted: "always", prefixes: ["wasi:random/"] },
  { name: "io", granted: "always", prefixes: ["wasi:io/"] },
  { name: "contract", granted: "always", prefixes: ["spandock:"] },
  { name: "other", granted: "never", prefixes: [""] },
];

/**
 * Groups a plugin's imports by what they let it do, in a fixed order. An interface of which only types are imported,
 * as toolchains do for types that another interface uses, asks for nothing.
 */
export function groupCapabilities(imports: readonly ImportedInterface[]): readonly Capability[] {
  const names = new Map<Rule, string[]>(rules.map((rule) => [rule, []]));
  for (const imported of imports) {
    if (imported.functions.length > 0) names.get(ruleOf(imported))!.push(imported.name);
  }
  return [...names].flatMap(([{ prefixes: _prefixes, functions: _functions, ...capability }, imports]) =>
    imports.length > 0 ? [{ ...capability, imports }] : [],
  );
}

/**
 * What the config says to each capability that is not simply there, unknown imports aside: no plugin with such starts. Many toolchains import the file system and the
 * environment only because their C library does, so a config that has `permissions`, even an empty one, is taken as
 * the operator's answer: such a plugin starts, and each use of what was not granted fails by itself.
 *
 * @param permissions undefined when the config has no `permissions` for this exporter.
 */
export function permissionNeeds(
  capabilities: readonly Capability[],
  permissions: Permissions | undefined,
): readonly PermissionNeed[] {
  return capabilities
    .filter(({ name, granted }) => granted !== "always" && name !== "other")
    .map((capability) => {
      if (permissions === undefined) return { ...capability, state: "undecided" };
      return { ...capability, state: isGranted(capability.name, permissions) ? "granted" : "denied" };
    });
}

function ruleOf({ name, functions }: ImportedInterface): Rule {
  return rules.find(
    (rule) =>
      rule.prefixes.some((prefix) => name.startsWith(prefix)) &&
      (rule.functions === undefined || rule.functions.some((wanted) => functions.includes(wanted))),
  )!;
}

function isGranted(name: CapabilityName, { directories, http, env }: Permissions): boolean {
  if (name === "files") return directories.length > 0;
  if (name === "http") return http.length > 0;
  return name === "env" && Object.keys(env).length > 0;
}
