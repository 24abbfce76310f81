import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DirectoryGrant } from "../contract/index.ts";

export interface StandIns {
  readonly directories: readonly DirectoryGrant[];
  /** Removes them with all that was written. */
  remove(): Promise<void>;
}

/**
 * An empty folder in place of each that is granted for writing: checks write hundreds of thousands of spans, which have
 * no business in a folder that somebody uses. Those granted for reading stay as they are.
 */
export async function standInDirectories(granted: readonly DirectoryGrant[]): Promise<StandIns> {
  const made: string[] = [];
  const remove = async () => {
    for (const path of made) await rm(path, { recursive: true, force: true });
  };
  try {
    const directories: DirectoryGrant[] = [];
    for (const grant of granted) {
      if (grant.access === "read") {
        directories.push(grant);
        continue;
      }
      const hostPath = await mkdtemp(join(tmpdir(), "spandock-check-"));
      made.push(hostPath);
      directories.push({ ...grant, hostPath });
    }
    return { directories, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
