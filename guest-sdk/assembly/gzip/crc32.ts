/**
 * CRC-32 of gzip (RFC 1952, 8), eight bytes at a time: table k tells what a byte does to the sum once k more bytes have
 * followed it.
 */
const tables = memory.data(8 * 256 * 4, 8);
let isFilled: bool = false;

export function crc32(from: usize, limit: usize): u32 {
  if (!isFilled) fill();
  let sum: u32 = 0xffff_ffff;
  for (; limit - from >= 8; from += 8) {
    const low = sum ^ load<u32>(from);
    const high = load<u32>(from, 4);
    sum =
      entry(7, low & 255) ^
      entry(6, (low >> 8) & 255) ^
      entry(5, (low >> 16) & 255) ^
      entry(4, low >> 24) ^
      entry(3, high & 255) ^
      entry(2, (high >> 8) & 255) ^
      entry(1, (high >> 16) & 255) ^
      entry(0, high >> 24);
  }
  for (; from < limit; from++) sum = entry(0, (sum ^ load<u8>(from)) & 255) ^ (sum >> 8);
  return ~sum;
}

function entry(table: usize, byte: u32): u32 {
  return load<u32>(tables + (table << 10) + ((<usize>byte) << 2));
}

function fill(): void {
  isFilled = true;
  for (let byte: u32 = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >> 1) ^ 0xedb8_8320 : sum >> 1;
    store<u32>(tables + (byte << 2), sum);
  }
  for (let table: usize = 1; table < 8; table++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      const before = entry(table - 1, byte);
      store<u32>(tables + (table << 10) + (byte << 2), (before >> 8) ^ entry(0, before & 255));
    }
  }
}
