import * as promises from "node:fs/promises";

/** What the storage does with the file system; an option, so that tests can fill the disk. */
export type QueueFiles = Pick<
  typeof promises,
  | "link"
  | "mkdir"
  | "open"
  | "readdir"
  | "readFile"
  | "rename"
  | "rm"
  | "stat"
  | "truncate"
  | "utimes"
  | "writeFile"
>;

/** The machine's file system. */
export const systemFiles: QueueFiles = promises;

/** Makes the names in a directory as durable as the files' bytes. */
export async function syncDirectory(files: QueueFiles, directory: string): Promise<void> {
  const handle = await files.open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
