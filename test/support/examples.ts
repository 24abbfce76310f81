import { fileURLToPath } from "node:url";

/** The built plugin of an example; `npm run build` makes it. */
export function exampleWasm(
  name: "files-exporter" | "debug-exporter" | "counting-exporter" | "otlp-http-exporter",
): string {
  return fileURLToPath(new URL(`../../examples/${name}/build/${name}.wasm`, import.meta.url));
}
