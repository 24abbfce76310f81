import { type Permissions, SpandockError } from "../contract/index.ts";
import { type PermissionNeed, permissionNeeds } from "../sandbox/index.ts";
import { inspectPlugin } from "./verification/index.ts";

export interface CheckPermissionsOptions {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly permissions: Permissions | undefined;
}

/**
 * Makes sure that the operator has said something to the capabilities which a plugin imports, and gives back those that
 * were not granted: a plugin may import what it never uses, so they don't keep it from starting.
 *
 * @throws SpandockError PLUGIN_PERMISSION_MISSING
 */
export function checkPermissions({
  name,
  bytes,
  permissions,
}: CheckPermissionsOptions): readonly PermissionNeed[] {
  const needs = permissionNeeds(inspectPlugin(bytes, name).capabilities, permissions);
  const undecided = needs.filter(({ state }) => state === "undecided");
  if (undecided.length === 0) return needs.filter(({ state }) => state === "denied");
  const imports = undecided.flatMap((need) => need.imports).join(", ");
  const keys = undecided.flatMap(({ configKey }) => configKey ?? []).join(", ");
  const grant =
    keys === ""
      ? "No config grants these: write"
      : `Grant under the exporter what it needs of ${keys}, or write`;
  throw new SpandockError("PLUGIN_PERMISSION_MISSING", {
    message: `${name}: the plugin imports ${imports}, and its config has no permissions`,
    fix: `${grant} permissions: {} to run it with nothing granted.`,
  });
}
