import { release } from "../component/host-memory";
import { getRandomBytes, getRandomU64 } from "../imports/system";

const result = memory.data(8, 4);

/** A number of 64 random bits, fit for cryptography. */
export function randomU64(): u64 {
  return getRandomU64();
}

/** That many random bytes, fit for cryptography. */
export function randomBytes(byteLength: i32): Uint8Array {
  getRandomBytes(<u64>byteLength, result);
  const address = load<usize>(result);
  const bytes = new Uint8Array(load<i32>(result, 4));
  memory.copy(bytes.dataStart, address, bytes.length);
  release(address, bytes.length);
  return bytes;
}
