import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const filesUnder = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(root, path).split(sep).join("/"));

it("npm leaves none of the templates' and the SDK's files out of the package", () => {
  const flags = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const [packed] = JSON.parse(execFileSync("npm", flags, { cwd: root, encoding: "utf8" })) as [
    { files: readonly { path: string }[] },
  ];
  const there = new Set(packed.files.map(({ path }) => path));
  const wanted = ["templates", "guest-sdk"].flatMap((name) =>
    filesUnder(join(root, "dist/host/author", name)),
  );
  expect(wanted).toContain("dist/host/author/templates/assemblyscript/_gitignore");
  expect(wanted.filter((path) => !there.has(path))).toEqual([]);
});

it("the SDK of a new project holds what its package would", () => {
  const { files } = JSON.parse(readFileSync(join(root, "guest-sdk/package.json"), "utf8")) as {
    files: string[];
  };
  const there = readdirSync(join(root, "dist/host/author/guest-sdk"));
  expect(there.sort()).toEqual([...files, "LICENSE", "README.md", "package.json"].sort());
});
