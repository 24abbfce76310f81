import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Names and licences of the packages whose code went into a bundle.
 *
 * @param {readonly string[]} moduleIds the files that it was made of
 * @returns {string} plain text
 * @throws when a package comes without the text of its licence
 */
export function noticeOf(moduleIds) {
  const folders = new Set(moduleIds.filter((id) => id.includes("/node_modules/")).map(packageFolder));
  const entries = [...folders].map(entryOf).sort((a, b) => (a < b ? -1 : 1));
  return `These packages are part of the files in chunks/.\n\n${entries.join("\n\n")}\n`;
}

function packageFolder(moduleId) {
  let folder = dirname(moduleId.replace(/^\0/, "").split("?")[0]);
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

/** A package.json without a name only says what kind its folder's modules are of. */
function isPackage(folder) {
  const file = join(folder, "package.json");
  return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name !== undefined;
}

function entryOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} has no file with its licence`);
  const text = readFileSync(join(folder, file), "utf8").trim();
  return `${"=".repeat(80)}\n${name} ${version} (${license})\n\n${text}`;
}
