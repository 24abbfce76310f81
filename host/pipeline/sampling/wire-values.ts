/** Values of protobuf fields at a place in the bytes; callers have checked that they are whole. */

/** The length-delimited value at `start…end` as text; bytes that are no UTF-8 become U+FFFD. */
export function textAt(bytes: Uint8Array, start: number, end: number): string {
  // Decoders don't take shared memory; a slice is a copy that is not shared.
  return new TextDecoder().decode(bytes.slice(start, end));
}

export function hexAt(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.slice(start, end)).toString("hex");
}

/** The varint at `start…end`, its lower 64 bits. */
export function varintAt(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let index = end - 1; index >= start; index -= 1) value = (value << 7n) | BigInt(bytes[index]! & 0x7f);
  return BigInt.asUintN(64, value);
}

/** The eight bytes at `start`, as an unsigned integer. */
export function fixed64At(bytes: Uint8Array, start: number): bigint {
  return viewOf(bytes).getBigUint64(start, true);
}

export function doubleAt(bytes: Uint8Array, start: number): number {
  return viewOf(bytes).getFloat64(start, true);
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

/** Whether the bytes at `start…end` are exactly `expected`. */
export function hasBytes(bytes: Uint8Array, start: number, end: number, expected: Uint8Array): boolean {
  if (end - start !== expected.length) return false;
  for (let index = 0; index < expected.length; index += 1) {
    if (bytes[start + index] !== expected[index]) return false;
  }
  return true;
}
