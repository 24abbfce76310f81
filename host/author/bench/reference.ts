import { fileURLToPath } from "node:url";
import { builtFile } from "../../contract/index.ts";

/**
 * The plugin that others are measured against: the counting exporter, in AssemblyScript, which takes each batch and reads
 * nothing of it. The distance to it is what an exporter's own work costs. `npm run build` puts it there.
 */
export function referenceFile(): string {
  return fileURLToPath(builtFile("author/bench/reference-exporter.wasm"));
}
