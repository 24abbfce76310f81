import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** What compilers and package managers make, by the names that their languages give it. */
const madeFolders = new Set(["build", "dist", "node_modules", "target", "vendor", "venv", "__pycache__"]);
const madeFile = /\.(wasm|wasm\.map|pyc|log|swp|tmp)$|~$/;

/** Each source file under `folder` with its mark: another one whenever the file was touched. */
export async function scanSources(
  folder: string,
  isIgnored: (path: string) => boolean,
): Promise<Map<string, string>> {
  const marks = new Map<string, string>();
  const scan = async (place: string): Promise<void> => {
    const entries = await readdir(place, { withFileTypes: true }).catch(awayIs<Dirent[]>([]));
    await Promise.all(
      entries.map(async (entry) => {
        const path = join(place, entry.name);
        if (entry.name.startsWith(".") || isIgnored(path)) return;
        if (entry.isDirectory()) {
          if (!madeFolders.has(entry.name)) await scan(path);
          return;
        }
        const mark = madeFile.test(entry.name) ? undefined : await markOf(path);
        if (mark !== undefined) marks.set(path, mark);
      }),
    );
  };
  await scan(folder);
  return marks;
}

/** Undefined when there is no such file (any more). */
export async function markOf(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(awayIs(undefined));
  return stats?.isFile() ? `${stats.ino} ${stats.size} ${stats.mtimeNs}` : undefined;
}

/** Tells whether a touched file has changed at all; the empty text for one that is away. */
export async function contentDigest(path: string): Promise<string> {
  const bytes = await readFile(path).catch(awayIs(undefined));
  return bytes === undefined ? "" : createHash("sha256").update(bytes).digest("hex");
}

/** A file may go between two looks, or be out of reach: the compiler will say so if it matters. */
const awayIs =
  <T>(value: T) =>
  (): T =>
    value;
