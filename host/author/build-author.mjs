// Puts beside the compiled author's kit what it reads at run time: jco's adapter from WASI preview 1 to 0.2, the
// templates of `plugin new`, the guest SDK that goes into AssemblyScript projects, and what `plugin bench` measures
// against, once the examples are built.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const target = new URL("dist/host/author/", root);

mkdirSync(new URL("toolchains/", target), { recursive: true });
const adapter = "wasi_snapshot_preview1.reactor.wasm";
copyFileSync(
  fileURLToPath(new URL(`node_modules/@bytecodealliance/jco/lib/${adapter}`, root)),
  fileURLToPath(new URL(`toolchains/${adapter}`, target)),
);

const templates = new URL("host/author/templates/", root);
rmSync(new URL("templates/", target), { recursive: true, force: true });
if (existsSync(templates)) cpSync(templates, new URL("templates/", target), { recursive: true });

/** What stands between plugin and agent is the same in every project of a language: the example has it, with its tests. */
const sharedWithExamples = {
  "templates/c/spandock/": "examples/files-exporter-c/spandock/",
  "templates/python/{{snake_name}}/failures.py": "examples/files-exporter-python/files_exporter/failures.py",
  "templates/go/spandock/": "examples/files-exporter-go/spandock/",
  "templates/typescript/guest/": "examples/files-exporter-typescript/guest/",
};
for (const [to, from] of Object.entries(sharedWithExamples)) {
  const filter = (path) => !path.endsWith("_test.go");
  cpSync(fileURLToPath(new URL(from, root)), fileURLToPath(new URL(to, target)), { recursive: true, filter });
}

copySdk(new URL("guest-sdk/", root), new URL("guest-sdk/", target));

const reference = new URL("examples/counting-exporter/build/counting-exporter.wasm", root);
mkdirSync(new URL("bench/", target), { recursive: true });
if (existsSync(reference)) copyFileSync(reference, new URL("bench/reference-exporter.wasm", target));

/** What `npm pack` would put into the SDK's package, without the scripts that need the repository around it. */
function copySdk(from, to) {
  const { scripts, ...manifest } = JSON.parse(readFileSync(new URL("package.json", from), "utf8"));
  rmSync(to, { recursive: true, force: true });
  for (const file of [...manifest.files, "LICENSE", "README.md"]) {
    cpSync(new URL(file, from), new URL(file, to), { recursive: true });
  }
  writeFileSync(new URL("package.json", to), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(new URL("wit/exporter.wit", root), new URL("wit/exporter.wit", to));
}
