// Puts the plugins that come with the agent into dist/plugins/, from the examples that `npm run build` has built.
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const { packagedPlugins } = await import(new URL("dist/host/config/index.js", root).href);
const target = new URL("dist/plugins/", root);

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const name of packagedPlugins) {
  const built = new URL(`examples/${name}-exporter/build/${name}-exporter.wasm`, root);
  copyFileSync(built, new URL(`${name}.wasm`, target));
  // For traps in lines of the source; left out of the published package.
  const sourceMap = new URL(`${built.href}.map`);
  if (existsSync(sourceMap)) copyFileSync(sourceMap, new URL(`${name}.wasm.map`, target));
}
