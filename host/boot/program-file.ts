import { readFileSync } from "node:fs";
import type { CodeCache } from "./code-cache.ts";

/** A file of a program, and what V8 made of it before. */
export interface ProgramFile {
  readonly source: string;
  readonly code?: Uint8Array | undefined;
}

/** Reads a file that was built for `loadProgram`, which is in ASCII. */
export function readProgramFile(path: string, cache?: CodeCache): ProgramFile {
  const source = readFileSync(path, "latin1");
  return { source, code: cache?.read(path, source) };
}
