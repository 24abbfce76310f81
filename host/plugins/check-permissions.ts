import { type Permissions, SpandockError } from "../contract/index.ts";
import { inspectPlugin } from "./verification/index.ts";

export interface CheckPermissionsOptions {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly permissions: Permissions | undefined;
}

/**
 * Makes sure that the operator has said something to the capabilities which a plugin imports. Many toolchains import
 * the file system and the environment only because their C library does, so any `permissions`, even empty ones, are an
 * answer: what they don't grant fails when it is used.
 *
 * @throws SpandockError PLUGIN_PERMISSION_MISSING
 */
export function checkPermissions({ name, bytes, permissions }: CheckPermissionsOptions): void {
  if (permissions !== undefined) return;
  const needed = inspectPlugin(bytes, name).capabilities.filter(({ granted }) => granted === "by-config");
  if (needed.length === 0) return;
  const keys = needed.map(({ configKey }) => configKey).join(", ");
  const imports = needed.flatMap((capability) => capability.imports).join(", ");
  throw new SpandockError("PLUGIN_PERMISSION_MISSING", {
    message: `${name}: the plugin imports ${imports}, and its config has no permissions`,
    fix: `Grant under the exporter what it needs of ${keys}, or write permissions: {} to run it with nothing granted.`,
  });
}
