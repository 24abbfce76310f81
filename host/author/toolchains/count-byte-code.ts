import { readdirSync } from "node:fs";

/** How many compiled Python modules lie under a folder; 0 when it is not there. */
export function countByteCode(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true }).filter((path) => String(path).endsWith(".pyc")).length;
  } catch {
    return 0;
  }
}
