/** Length of the valid UTF-8 sequence at `at`, below `limit`; 0 when there is none (RFC 3629). */
export function sequenceLength(at: usize, limit: usize): u32 {
  const lead = load<u8>(at);
  if (lead < 0x80) return 1;
  const left = limit - at;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return left >= 2 && isContinuation(at + 1) ? 2 : 0;
  if (left < 2) return 0;
  const second = load<u8>(at + 1);
  if (lead < 0xf0) {
    const low: u8 = lead == 0xe0 ? 0xa0 : 0x80;
    const high: u8 = lead == 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && left >= 3 && isContinuation(at + 2) ? 3 : 0;
  }
  const low: u8 = lead == 0xf0 ? 0x90 : 0x80;
  const high: u8 = lead == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high || left < 4) return 0;
  return isContinuation(at + 2) && isContinuation(at + 3) ? 4 : 0;
}

function isContinuation(at: usize): bool {
  return (load<u8>(at) & 0xc0) == 0x80;
}

/** The bytes as text; each byte that belongs to no valid sequence becomes U+FFFD. */
export function decodeUtf8(from: usize, to: usize): string {
  let at = from;
  while (at < to) {
    const length = sequenceLength(at, to);
    if (length == 0) return decodeReplacing(from, to);
    at += length;
  }
  return String.UTF8.decodeUnsafe(from, to - from);
}

function decodeReplacing(from: usize, to: usize): string {
  let text = "";
  let valid = from;
  let at = from;
  while (at < to) {
    const length = sequenceLength(at, to);
    if (length == 0) {
      text += String.UTF8.decodeUnsafe(valid, at - valid) + "\ufffd";
      valid = ++at;
    } else at += length;
  }
  return text + String.UTF8.decodeUnsafe(valid, to - valid);
}
