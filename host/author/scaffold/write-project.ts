import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SpandockError } from "../../contract/index.ts";
import type { ProjectFile } from "./fill-template.ts";

/** What a folder may hold that a project is started in. */
const harmless: readonly string[] = [".git"];
const maxNamed = 5;

/**
 * Writes a whole project, or nothing: the files are written beside the folder and moved into their place.
 *
 * @throws SpandockError PLUGIN_FOLDER_UNUSABLE when something is there already, or can't be written; the folder may be
 * there, empty or with a fresh `.git`
 */
export function writeProject(folder: string, files: readonly ProjectFile[]): void {
  const isThere = checkFolder(folder);
  const draft = join(dirname(folder), `.${basename(folder)}-${randomBytes(4).toString("hex")}`);
  try {
    mkdirSync(draft, { recursive: true });
    for (const file of files) writeFile(draft, file);
    if (isThere) moveInto(folder, draft);
    else renameSync(draft, folder);
  } catch (cause) {
    throw unusable(`${folder}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Whether the folder is there and fit; for those who ask before they have the files, too. */
export function checkFolder(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (!stats.isDirectory()) throw unusable(`${folder} is a file`);
  const there = readdirSync(folder).filter((name) => !harmless.includes(name));
  if (there.length === 0) return true;
  const more = there.length > maxNamed ? `, and ${there.length - maxNamed} more` : "";
  throw unusable(`${folder} is not empty: it holds ${there.slice(0, maxNamed).join(", ")}${more}`);
}

const unusable = (message: string, cause?: unknown) =>
  new SpandockError("PLUGIN_FOLDER_UNUSABLE", { message, cause });

function writeFile(draft: string, { path, bytes, isExecutable }: ProjectFile): void {
  const file = join(draft, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  if (isExecutable) chmodSync(file, 0o755);
}

/** The folder itself stays: it may be somebody's working directory. */
function moveInto(folder: string, draft: string): void {
  const moved: string[] = [];
  try {
    for (const name of readdirSync(draft)) {
      renameSync(join(draft, name), join(folder, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) rmSync(join(folder, name), { recursive: true, force: true });
    throw error;
  }
}
