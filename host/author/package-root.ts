import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of spandock's own package.json, with a slash at its end, whether this runs from dist/ or from source. */
export function packageRoot(): string {
  for (let folder = new URL("./", import.meta.url); ; folder = new URL("../", folder)) {
    if (existsSync(new URL("package.json", folder))) return fileURLToPath(folder);
    if (folder.pathname === "/") throw new Error("spandock's own package.json is missing");
  }
}
