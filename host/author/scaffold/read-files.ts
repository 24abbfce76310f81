import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { ProjectFile } from "./fill-template.ts";

/** Every file under `folder`, in the order of their paths, which start with `prefix`. */
export function readFiles(folder: string, prefix = ""): readonly ProjectFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: prefix + relative(folder, file).split(sep).join("/"),
      bytes: readFileSync(file),
      isExecutable: (statSync(file).mode & 0o100) !== 0,
    }));
}
