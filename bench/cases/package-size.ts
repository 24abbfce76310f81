import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../agent-child.ts";
import type { Comparison } from "../comparison.ts";

const bytesPerMegabyte = 1_000_000;

function megabytesIn(folder: string): number {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  );
  return (
    files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) /
    bytesPerMegabyte
  );
}

/** How much a user gets who installs the package: it is to stay small. */
export const packageSize: Comparison = {
  kind: "comparison",
  name: "installed size",
  what: "all that `npm install` of the packed package puts into an empty project, without dev dependencies, against the package's own files",
  unit: "MB",
  once: true,
  async prepare() {
    const project = mkdtempSync(join(tmpdir(), "spandock-bench-"));
    const npm = (cwd: string, ...args: string[]) => execFileSync("npm", args, { cwd, encoding: "utf8" });
    const packed = npm(projectRoot, "pack", "--json", "--ignore-scripts", "--pack-destination", project);
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    writeFileSync(join(project, "package.json"), '{ "private": true }');
    npm(project, "install", "--omit=dev", "--ignore-scripts", "--prefer-offline", `./${filename}`);
    return {
      subject: async () => megabytesIn(join(project, "node_modules")),
      baseline: async () => megabytesIn(join(project, "node_modules/spandock")),
      dispose: async () => rmSync(project, { recursive: true, force: true }),
    };
  },
};
