/** A frame of V8's stack text that lies in WebAssembly. */
export interface WasmFrame {
  /** V8's address of the module: one for each distinct module. */
  readonly url: string;
  readonly functionIndex: number;
  /** Bytes from the start of the module that was compiled. */
  readonly offset: number;
}

/** A stack overflow repeats itself; Node itself cuts at 10 frames unless told otherwise. */
const maxFrames = 64;
/** Function names are the guest's own, and may be long. */
const maxLineLength = 2000;

/**
 * Reads the WebAssembly frames from the text of a stack, innermost first. Frames of JavaScript between them are the
 * compiled glue and say nothing to a plugin's author. V8 writes
 * `at NAME (wasm://wasm/HASH:wasm-function[INDEX]:0xOFFSET)`, the name being optional
 * (https://github.com/WebAssembly/spec/blob/main/document/web-api/index.bs, "Conventions" of stack traces).
 */
export function readWasmFrames(stack: string): WasmFrame[] {
  const frames: WasmFrame[] = [];
  for (const line of stack.split("\n")) {
    const start = line.lastIndexOf("wasm://");
    if (start === -1 || line.length > maxLineLength) continue;
    const match = /^(wasm:\/\/.*):wasm-function\[(\d{1,10})\]:0x([0-9a-f]{1,8})\)?$/.exec(line.slice(start));
    if (match === null) continue;
    const [, url, index, offset] = match;
    frames.push({ url: url!, functionIndex: Number(index), offset: Number.parseInt(offset!, 16) });
    if (frames.length === maxFrames) break;
  }
  return frames;
}
