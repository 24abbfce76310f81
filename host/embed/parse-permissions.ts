import { resolve } from "node:path";
import {
  type DirectoryGrant,
  noPermissions,
  normalGuestPath,
  type Permissions,
  parseOrigin,
  SpandockError,
} from "../contract/index.ts";

/**
 * Makes what an embedder grants as exact as what a config file grants: guest paths normal, host paths absolute, origins
 * with their port.
 *
 * @throws SpandockError CONFIG_INVALID
 */
export function parsePermissions(given: Partial<Permissions> | undefined): Permissions {
  const { directories, http, env } = { ...noPermissions, ...given };
  return {
    directories: directories.map(parseGrant),
    http: http.map((text) => {
      const origin = parseOrigin(text);
      if (origin === undefined)
        throw invalid("http", "an origin such as https://collector.example:4318", text);
      return origin;
    }),
    env,
  };
}

function parseGrant({ guestPath, hostPath, access }: DirectoryGrant): DirectoryGrant {
  const normal = normalGuestPath(guestPath);
  if (normal === undefined) throw invalid("directories", "an absolute guestPath such as /out", guestPath);
  if (access !== "read" && access !== "write")
    throw invalid("directories", 'access "read" or "write"', access);
  return { guestPath: normal, hostPath: resolve(hostPath), access };
}

function invalid(key: string, expected: string, found: unknown): SpandockError {
  return new SpandockError("CONFIG_INVALID", {
    message: `permissions.${key}: expected ${expected}, found ${JSON.stringify(found)}`,
  });
}
