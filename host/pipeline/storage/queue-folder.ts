import { join } from "node:path";

/**
 * The folder of one exporter's queue inside the directory that the config names. The name is percent-encoded, dots at
 * its start too, so that no name leads elsewhere.
 */
export function queueFolder(storage: string, exporter: string): string {
  return join(
    storage,
    encodeURIComponent(exporter).replace(/^\.+/, (dots) => "%2E".repeat(dots.length)),
  );
}

/** The exporter whose queue a folder of that name holds. */
export function exporterOfFolder(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
