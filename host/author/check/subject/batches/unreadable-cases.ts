import { encodeTraces } from "../../../otlp/index.ts";
import type { BatchCase } from "../batch-case.ts";
import { spansOf, tracesOf } from "../plain-spans.ts";

const unreadable = (sent: string, make: () => Uint8Array): BatchCase => ({
  sent: `${sent}, span-count 2`,
  make: () => ({ spans: make(), spanCount: 2 }),
});

/** The same bytes in each run: Marsaglia's xorshift32 (https://www.jstatsoft.org/article/view/v008i14). */
function noise(length: number): Uint8Array {
  let state = 0x9e3779b9;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

function cutInTheMiddle(): Uint8Array {
  const whole = encodeTraces(tracesOf(spansOf(2)));
  return whole.slice(0, Math.floor(whole.length / 2));
}

/** Bytes that no decoder of OTLP can read. The agent's receivers refuse such; a replayed file may hold them. */
export const unreadableCases: readonly BatchCase[] = [
  unreadable("two spans, cut in the middle", cutInTheMiddle),
  unreadable("1,000 bytes of noise", () => noise(1_000)),
  unreadable("a text that is no protobuf", () => Buffer.from("This is not protobuf.")),
  unreadable("a length far beyond the end", () => Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x07, 0x00)),
  unreadable("a length without an end", () => new Uint8Array(32).fill(0xff)),
  unreadable("field number 0", () => Uint8Array.of(0x02, 0x01, 0x00)),
  unreadable("a group that nobody ends", () => Uint8Array.of(0x0b, 0x13)),
];
