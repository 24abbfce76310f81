import type { Permissions } from "../../contract/index.ts";

/** What the config can grant; sockets are named because plugins import them, but nothing grants them. */
export type Capability = "directories" | "http" | "env" | "sockets";

export interface CapabilityUse {
  readonly capability: Capability;
  /** The imports that need it, as the component names them. */
  readonly imports: readonly string[];
}

/** How the config answers a need: `undecided` when it has no `permissions` at all. */
export interface PermissionNeed extends CapabilityUse {
  readonly state: "granted" | "denied" | "undecided";
}

/** By name without version. `wasi:http/types` alone makes no request, but nobody imports it without wanting to. */
const capabilityByPrefix: readonly (readonly [prefix: string, Capability])[] = [
  ["wasi:filesystem/", "directories"],
  ["wasi:http/", "http"],
  ["wasi:cli/environment", "env"],
  ["wasi:sockets/", "sockets"],
];

/**
 * Groups a component's imports by the permission that they need, in a fixed order. Imports that need none (clocks,
 * random, streams, standard output, the contract's own) are left out.
 *
 * @param importNames with or without version: `wasi:filesystem/types@0.2.3`.
 */
export function capabilitiesOf(importNames: readonly string[]): readonly CapabilityUse[] {
  return capabilityByPrefix.flatMap(([prefix, capability]) => {
    const imports = importNames.filter((name) => name.startsWith(prefix));
    return imports.length > 0 ? [{ capability, imports }] : [];
  });
}

/**
 * What a plugin's imports need, and what the config says to each. Many toolchains import the file system and the
 * environment only because their C library does, so a config that has `permissions`, even an empty one, is taken as
 * the operator's answer: such a plugin starts, and each use of what was not granted fails by itself.
 *
 * @param permissions undefined when the config has no `permissions` for this exporter.
 */
export function permissionNeeds(
  importNames: readonly string[],
  permissions: Permissions | undefined,
): readonly PermissionNeed[] {
  return capabilitiesOf(importNames).map((use) => {
    if (permissions === undefined) return { ...use, state: "undecided" };
    return { ...use, state: isGranted(use.capability, permissions) ? "granted" : "denied" };
  });
}

/** The needs that keep a plugin from starting: those that the config leaves undecided. Empty: it may start. */
export function missingPermissions(
  importNames: readonly string[],
  permissions: Permissions | undefined,
): readonly CapabilityUse[] {
  return permissionNeeds(importNames, permissions)
    .filter(({ state }) => state === "undecided")
    .map(({ capability, imports }) => ({ capability, imports }));
}

function isGranted(capability: Capability, { directories, http, env }: Permissions): boolean {
  switch (capability) {
    case "directories":
      return directories.length > 0;
    case "http":
      return http.length > 0;
    case "env":
      return Object.keys(env).length > 0;
    case "sockets":
      return false;
    default:
      return capability satisfies never;
  }
}
