import { readFileSync } from "node:fs";
import type { CodeCache } from "./code-cache.ts";
import type { ProgramCode } from "./program-code.ts";

/** Reads a file that was built for `loadProgram`, which is in ASCII. */
export function readProgramFile(path: string, cache?: CodeCache): ProgramCode {
  const source = readFileSync(path, "latin1");
  return { source, code: cache?.read(path, source) };
}
