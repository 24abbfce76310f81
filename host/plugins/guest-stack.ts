import { readFileSync, statSync } from "node:fs";
import { formatGuestStack, locateTrap } from "../sandbox/index.ts";

export interface GuestStackOptions {
  /** The plugin's file; its source map lies beside it as `FILE.map`. */
  readonly file?: string;
  readonly bytes: Uint8Array;
  readonly memoryBytes: number;
}

const maxSourceMapBytes = 8 * 1024 * 1024;

/**
 * A trap's stack in the author's terms, one frame a line: names where the plugin has kept them, source lines where
 * there is a source map. Empty when no frame is the guest's.
 */
export function describeStack(stack: string, { file, bytes, memoryBytes }: GuestStackOptions): string {
  const sourceMap = file === undefined ? undefined : readSourceMap(`${file}.map`);
  const options = { component: bytes, memoryBytes, ...(sourceMap === undefined ? {} : { sourceMap }) };
  return formatGuestStack(locateTrap(stack, options));
}

/** Anything but a regular file of sensible size counts as no map: a crash must not make the agent wait. */
function readSourceMap(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= maxSourceMapBytes ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
