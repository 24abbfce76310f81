// The last step of the build: the programs of the package, each in few files instead of hundreds, so that they start
// fast. They take the places of the modules that tsc wrote; the modules behind them stay for the bench. The part of
// jco-transpile that is used is copied: as a dependency it would bring 100 MB of optimizers that are never called.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const host = fileURLToPath(new URL("../../dist/host/", import.meta.url));

/** Everything that is started by its path: the command line, what embedders import, and the worker threads. */
const programs = [
  "cli/main",
  "embed/index",
  "plugins/worker/main",
  "author/probe/main",
  "sandbox/runtime/compile-worker",
  "sandbox/wasi/http/network-thread",
];

const jco = "jco-transpile";
const jcoFolder = dirname(dirname(createRequire(import.meta.url).resolve(`@bytecodealliance/${jco}`)));
const copied = [
  "LICENSE",
  "package.json",
  "dist/wasm-tools.js",
  ...["js-component-bindgen-component", "wasm-tools"].flatMap((name) =>
    [".js", ".core.wasm", ".core2.wasm"].map((ending) => `vendor/${name}${ending}`),
  ),
];
for (const file of copied) {
  mkdirSync(dirname(`${host}${jco}/${file}`), { recursive: true });
  cpSync(`${jcoFolder}/${file}`, `${host}${jco}/${file}`);
}
const replaced = {
  [`@bytecodealliance/${jco}/component`]: `${host}${jco}/vendor/js-component-bindgen-component.js`,
  [`@bytecodealliance/${jco}/wasm-tools`]: `${host}${jco}/dist/wasm-tools.js`,
};

rmSync(`${host}chunks`, { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(programs.map((name) => [name, `${host}${name}.js`])),
  platform: "node",
  plugins: [
    {
      name: "packages-stay-outside",
      resolveId(source) {
        const id = replaced[source];
        if (id !== undefined) return { id, external: "relative" };
        return source.startsWith(".") || source.startsWith(host) ? null : { id: source, external: true };
      },
    },
  ],
});
await bundle.write({
  dir: host,
  format: "esm",
  sourcemap: true,
  entryFileNames: "[name].js",
  chunkFileNames: "chunks/[name]-[hash].js",
});
await bundle.close();
