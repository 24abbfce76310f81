import { randomBytes } from "node:crypto";

/** Most bytes of one call; a guest that wants more gets a trap. */
const maxRandomBytes = 16 * 1024 * 1024;

function bytes(length: bigint): Uint8Array {
  if (length > BigInt(maxRandomBytes)) {
    throw new Error(`asked for ${length} random bytes at once; at most ${maxRandomBytes} are given`);
  }
  return new Uint8Array(randomBytes(Number(length)));
}

const u64 = (): bigint => randomBytes(8).readBigUInt64LE();

/** `wasi:random`: all of it, the insecure parts too, from the system's generator. */
export const randomImports = {
  "wasi:random/random": { getRandomBytes: bytes, getRandomU64: u64 },
  "wasi:random/insecure": { getInsecureRandomBytes: bytes, getInsecureRandomU64: u64 },
  "wasi:random/insecure-seed": { insecureSeed: (): [bigint, bigint] => [u64(), u64()] },
};
