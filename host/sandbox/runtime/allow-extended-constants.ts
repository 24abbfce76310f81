import { setFlagsFromString } from "node:v8";

/** `(module (import "" "" (global i32)) (global i32 (i32.add (global.get 0) (i32.const 0))))` */
const probe = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x02, 0x06, 0x01, 0x00, 0x00, 0x03, 0x7f, 0x00],
  ...[0x06, 0x09, 0x01, 0x7f, 0x00, 0x23, 0x00, 0x41, 0x00, 0x6a, 0x0b],
);

/**
 * Lets this process compile modules whose constants are sums (extended constant expressions, a part of WebAssembly
 * 3.0). Every guest that is linked from relocatable libraries has such constants, as CPython by componentize-py; V8
 * takes them without a flag from 11.4 on, and Node 20 has 11.3, where they are finished but not yet switched on. The
 * flag holds for all threads, for modules that are compiled from then on. It has a price, so it is set only for a
 * module that needs it: V8 refuses code caches that were made under other flags, Node's own among them, and the next
 * thread takes twice its time to start.
 *
 * https://github.com/WebAssembly/extended-const
 *
 * @returns whether that has changed anything.
 */
export function allowExtendedConstants(): boolean {
  if (WebAssembly.validate(probe)) return false;
  setFlagsFromString("--experimental-wasm-extended-const");
  return WebAssembly.validate(probe);
}
