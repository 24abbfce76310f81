// Puts the page together, flat, for page-routes.ts: its compiled modules, the library it uses, and its static files,
// with all styles in one file and every module named in the HTML, so that the browser asks for all of them at once.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const compiled = join(root, "build/page/host/admin/page/app");
const source = fileURLToPath(new URL("static", import.meta.url));
const target = join(root, "dist/host/admin/page/files");
const preact = dirname(createRequire(import.meta.url).resolve("preact/package.json"));
/** In the order of the cascade. */
const styles = ["base", "controls", "meter", "picture", "cards", "panels", "dialog"];

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const name of readdirSync(compiled)) copyFileSync(join(compiled, name), join(target, name));
for (const [file, name] of [
  ["dist/preact.mjs", "preact.js"],
  ["hooks/dist/hooks.mjs", "preact-hooks.js"],
  ["jsx-runtime/dist/jsxRuntime.mjs", "preact-jsx-runtime.js"],
  ["LICENSE", "preact-license.txt"],
]) {
  copyFileSync(join(preact, file), join(target, name));
}
copyFileSync(join(source, "mark.svg"), join(target, "mark.svg"));
const css = styles.map((name) => readFileSync(join(source, `${name}.css`), "utf8")).join("\n");
writeFileSync(join(target, "page.css"), css);

const preloads = readdirSync(target)
  .filter((name) => name.endsWith(".js"))
  .map((name) => `    <link rel="modulepreload" href="/page/${name}" />\n`);
const html = readFileSync(join(source, "index.html"), "utf8");
// Before the first module is asked for, or the import map came too late.
writeFileSync(
  join(target, "index.html"),
  html.replace('    <script type="module"', `${preloads.join("")}$&`),
);
