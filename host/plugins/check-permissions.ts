import { type Logger, type Permissions, SpandockError } from "../contract/index.ts";
import { type Component, type PermissionNeed, permissionNeeds } from "../sandbox/index.ts";
import { capabilitiesOf } from "./verification/index.ts";

export interface CheckPermissionsOptions {
  readonly name: string;
  readonly component: Component;
  readonly permissions: Permissions | undefined;
  readonly logger: Logger;
}

/**
 * Makes sure that the operator has said something to the capabilities which a plugin imports. Many toolchains import
 * the file system and the environment only because their C library does, so any `permissions`, even empty ones, are an
 * answer: what they don't grant is told once, and fails when it is used.
 *
 * @throws SpandockError PLUGIN_PERMISSION_MISSING
 */
export function checkPermissions({ name, component, permissions, logger }: CheckPermissionsOptions): void {
  const needs = permissionNeeds(capabilitiesOf(component), permissions);
  const undecided = needs.filter(({ state }) => state === "undecided");
  if (undecided.length > 0) throw permissionMissing(name, undecided);
  for (const { configKey, imports, state } of needs) {
    if (state === "granted") continue;
    const fields = configKey === undefined ? { imports } : { imports, grant: configKey };
    logger.log("info", "the plugin imports what is not granted: it will be denied when it is used", fields);
  }
}

function permissionMissing(name: string, needs: readonly PermissionNeed[]): SpandockError {
  const imports = needs.flatMap((need) => need.imports).join(", ");
  const keys = needs.flatMap(({ configKey }) => configKey ?? []).join(", ");
  const grant =
    keys === ""
      ? "No config grants these: write"
      : `Grant under the exporter what it needs of ${keys} (without a config file: --allow-…), or write`;
  return new SpandockError("PLUGIN_PERMISSION_MISSING", {
    message: `${name}: the plugin imports ${imports}, and its config has no permissions`,
    fix: `${grant} permissions: {} to run it with nothing granted.`,
  });
}
