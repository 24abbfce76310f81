/**
 * Makes the files that follow from wit/exporter.wit:
 *
 *     npx tsc -p tsconfig.json && node wit/generate.mjs
 *
 * A test fails when they are older than the WIT.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { $init, generateTypes } from "@bytecodealliance/jco-transpile/component";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";

const root = fileURLToPath(new URL("../", import.meta.url));
const worldName = "plugin";
const header = "// Made by wit/generate.mjs from wit/exporter.wit. Change those.\n";

/**
 * All generated files, by their paths from the root of the repository.
 *
 * @param {(bytes: Uint8Array) => any} readComponent the sandbox's own reader of components
 * @returns {Promise<Map<string, string>>}
 */
export async function generateFiles(readComponent) {
  const witSource = readFileSync(new URL("exporter.wit", import.meta.url), "utf8");
  const core = await componentEmbed({ witSource, worldName, dummy: true });
  const component = readComponent(await componentNew(core));
  const files = new Map([
    ["host/plugins/verification/generated/contract-types.ts", contractTypes(component)],
    ...(await hostTypes(witSource)),
  ]);
  return new Map([...files].map(([path, text]) => [path, format(path, header + text)]));
}

/** The types jco gives the host's side of the contract. */
async function hostTypes(witSource) {
  await $init;
  const files = generateTypes("contract", { wit: { tag: "source", val: witSource }, world: worldName });
  return files
    .filter(([path]) => path.startsWith("interfaces/"))
    .map(([path, bytes]) => [`host/sandbox/generated/${path}`, new TextDecoder().decode(bytes)]);
}

/** The contract's interfaces as the sandbox reads them from a component, each named type written once. */
function contractTypes({ imports, exports }) {
  const interfaces = [...imports, ...exports];
  const identifiers = new Map();
  const declarations = [];
  for (const [, { items }] of interfaces) {
    for (const [name, item] of items) {
      if (item.kind !== "type" || identifiers.has(item.type)) continue;
      const identifier = camelCase(name);
      const type = item.type.kind === "resource" ? "Resource" : "ValueType";
      declarations.push(`const ${identifier}: ${type} = ${literal(item.type, identifiers)};`);
      identifiers.set(item.type, identifier);
    }
  }
  const entries = interfaces.map(([name, { items }]) => {
    const lines = [...items].map(
      ([item, value]) => `[${JSON.stringify(item)}, ${literal(value, identifiers)}],`,
    );
    return `[${JSON.stringify(name)}, { kind: "instance", items: new Map<string, Item>([${lines.join("\n")}]) }],`;
  });
  return `import type { InstanceItem, Item, Resource, ValueType } from "${sandbox}";

${declarations.join("\n\n")}

/** The interfaces of the contract, by their full names. */
export const contractInterfaces: ReadonlyMap<string, InstanceItem> = new Map<string, InstanceItem>([
${entries.join("\n")}
]);
`;
}

const sandbox = "../../../sandbox/index.ts";

/** A value as TypeScript; what has an identifier is written by it. */
function literal(value, identifiers) {
  const identifier = identifiers.get(value);
  if (identifier !== undefined) return identifier;
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, identifiers)).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, field]) => `${key}: ${literal(field, identifiers)}`);
  return `{ ${fields.join(", ")} }`;
}

const camelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

function format(path, text) {
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, "format", `--stdin-file-path=${path}`],
    { cwd: root, input: text, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${path} can't be formatted: ${stderr}`);
  return stdout;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { readComponent } = await import("../dist/host/sandbox/component/index.js");
  for (const [path, text] of await generateFiles(readComponent)) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    writeFileSync(`${root}${path}`, text);
  }
}
