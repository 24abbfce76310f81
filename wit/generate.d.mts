import type { WasmFile } from "../host/sandbox/index.ts";

/** All generated files, by their paths from the root of the repository. */
export function generateFiles(readComponent: (bytes: Uint8Array) => WasmFile): Promise<Map<string, string>>;
