// Puts the page together, flat, for page-routes.ts: its compiled modules, its static files, and the library it uses.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const compiled = join(root, "build/page/host/admin/page/app");
const target = join(root, "dist/host/admin/page/files");
const preact = dirname(createRequire(import.meta.url).resolve("preact/package.json"));

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
copyAll(compiled);
copyAll(fileURLToPath(new URL("static", import.meta.url)));
for (const [file, name] of [
  ["dist/preact.mjs", "preact.js"],
  ["hooks/dist/hooks.mjs", "preact-hooks.js"],
  ["jsx-runtime/dist/jsxRuntime.mjs", "preact-jsx-runtime.js"],
  ["LICENSE", "preact-license.txt"],
]) {
  copyFileSync(join(preact, file), join(target, name));
}

function copyAll(directory) {
  for (const name of readdirSync(directory)) copyFileSync(join(directory, name), join(target, name));
}
