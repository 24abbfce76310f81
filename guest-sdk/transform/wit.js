import { readFileSync } from "node:fs";

const read = (/** @type {string} */ name) => readFileSync(new URL(`../wit/${name}`, import.meta.url), "utf8");

/** The world that plugins are built for: the contract's, and the part of WASI that the SDK can call. */
export const worldName = "spandock:guest-sdk/exporter@1.0.0";

/** The WIT of that world, in one text. */
export const witSource = () => ["exporter.wit", "wasi.wit", "wasi-http.wit"].map(read).join("\n");

/** `spandock:exporter/trace-exporter-plugin@VERSION`, with the version that the SDK's copy of the contract has. */
export function pluginInterface() {
  const [, name, version] = /^package ([\w:-]+)@([\d.]+);$/m.exec(read("exporter.wit")) ?? [];
  if (version === undefined) throw new Error("wit/exporter.wit names no package version");
  return `${name}/trace-exporter-plugin@${version}`;
}
