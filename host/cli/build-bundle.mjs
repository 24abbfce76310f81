// The last step of the build: the programs of the package, each in few files instead of hundreds, so that they start
// fast. They take the places of the modules that tsc wrote; the modules behind them stay for the bench. The part of
// jco-transpile that is used is copied: as a dependency it would bring 100 MB of optimizers that are never called.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { forLoading } from "./bundle/for-loading.mjs";
import { inAscii } from "./bundle/in-ascii.mjs";
import { lazyBuiltins } from "./bundle/lazy-builtins.mjs";
import { noticeOf } from "./bundle/third-party-notice.mjs";
import { yamlInside } from "./bundle/yaml-inside.mjs";

const host = fileURLToPath(new URL("../../dist/host/", import.meta.url));

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

/** Packages that become part of a fast program: from their many small files they would take half its start. */
const bundled = ["yaml", "pino", "@jridgewell/trace-mapping", "@grpc/grpc-js"];

/** @param {readonly string[]} inside packages that become part of the files, with all that they need */
function packages(inside) {
  return {
    name: "packages",
    resolveId(source, importer) {
      const id = replaced[source];
      if (id !== undefined) return { id, external: "relative" };
      if (source.startsWith(".") || source.startsWith(host) || inside.includes(source)) return null;
      return importer?.includes("/node_modules/") ? null : { id: source, external: true };
    },
  };
}

/** Nothing is loaded for its effects alone: not Node's modules, not those of the packages inside. */
const treeshake = { moduleSideEffects: [{ test: /^node:/, sideEffects: false }] };

/** Programs as ES modules: what embedders import, and threads whose start nobody waits for. */
async function writeModules(names) {
  const bundle = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, `${host}${name}.js`])),
    platform: "node",
    plugins: [packages([])],
  });
  await bundle.write({
    dir: host,
    format: "esm",
    sourcemap: true,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
  });
  await bundle.close();
}

/** One that starts fast: CommonJS in ASCII, with the packages that it starts with inside. */
async function writeFastProgram(module, file, { isOfStart = () => false, isStarter = false } = {}) {
  const bundle = await rolldown({
    input: `${host}${module}.js`,
    platform: "node",
    treeshake,
    plugins: [packages(bundled), yamlInside(host)],
  });
  const { output } = await bundle.generate({
    format: "cjs",
    comments: { legal: true, annotation: false, jsdoc: false },
    entryFileNames: file,
    chunkFileNames: "chunks/[name].cjs",
    codeSplitting: { groups: [{ name: "agent", test: isOfStart }] },
  });
  await bundle.close();
  for (const { fileName, code } of output) {
    const lean = inAscii(lazyBuiltins(code));
    writeFileSync(`${host}${fileName}`, isStarter ? lean : forLoading(lean));
  }
  return output.flatMap(({ moduleIds }) => moduleIds);
}

rmSync(`${host}chunks`, { recursive: true, force: true });
mkdirSync(`${host}chunks`);
// All that an agent starts with lies in one file, whatever other commands share of it; gRPC is loaded where it is used.
const isOfStart = (id) =>
  id.includes("/node_modules/")
    ? /\/node_modules\/(yaml|pino)\//.test(id)
    : !id.includes("/receivers/grpc/") && !/\/host\/(cli|author)\//.test(id) && !id.includes("\0");
const modules = [
  ...(await writeFastProgram("cli/program", "chunks/program.cjs", { isOfStart })),
  ...(await writeFastProgram("plugins/worker/serve-plugin", "chunks/plugin-thread.cjs")),
  ...(await writeFastProgram("cli/main", "cli/main.js", { isStarter: true })),
  ...(await writeFastProgram("plugins/worker/main", "plugins/worker/main.cjs", { isStarter: true })),
];
// Node starts CommonJS without its module loader.
writeFileSync(`${host}cli/package.json`, '{ "type": "commonjs" }\n');
writeFileSync(`${host}THIRD-PARTY-NOTICES.txt`, noticeOf(modules));
await writeModules([
  "embed/index",
  "author/probe/main",
  "sandbox/runtime/compile-worker",
  "sandbox/wasi/http/network-thread",
]);
