import {
  distanceSymbol,
  farthestMatch,
  lengthSymbol,
  literalSymbols,
  longestMatch,
  shortestMatch,
} from "./deflate-symbols";
import { HuffmanCode } from "./huffman-code";

const hashBits: u32 = 15;
const windowMask: u32 = 32767;
/** Matches are found by the hash of so many bytes: shorter ones save next to nothing. */
const hashedBytes: usize = 4;
/** Earlier places that are looked at. */
const maxTries: u32 = 6;
/** A match of this length is taken without looking for a longer one. */
const goodMatch: u32 = 32;
/** Of longer matches, only the beginning can be found again. */
const maxInserted: u32 = 24;
/** The most tokens of one block, each with a code of its own. */
const maxTokens: i32 = 1 << 15;

/**
 * Cuts bytes into tokens: literals, and matches with what came before. Places with the same hash are chained, latest
 * first. A place is its distance from the beginning plus `base`, which moves on from input to input, so that nothing has
 * to be cleared between them. The chain's slot of a place is taken over 32768 bytes later: a match reaches one byte less
 * far than the format allows.
 */
export class MatchFinder {
  private readonly heads: StaticArray<u32> = new StaticArray<u32>(1 << hashBits);
  private readonly chain: StaticArray<u32> = new StaticArray<u32>(windowMask + 1);
  private readonly tokens: StaticArray<u32> = new StaticArray<u32>(maxTokens);
  private start: usize = 0;
  private limit: usize = 0;
  private base: u32 = 1;
  /** How many tokens the last `fill` made. */
  tokenCount: i32 = 0;

  /** Address of the tokens: a literal as it is; a match as length - 3, distance - 1 from bit 8 on, and the bit 31. */
  get tokenTable(): usize {
    return changetype<usize>(this.tokens);
  }

  /** Begins with other bytes. */
  open(start: usize, limit: usize): void {
    const before = <u64>(this.limit - this.start);
    if (<u64>this.base + before + <u64>(limit - start) > <u64>u32.MAX_VALUE) {
      memory.fill(changetype<usize>(this.heads), 0, (<usize>this.heads.length) << 2);
      this.base = 1;
    } else this.base += <u32>before;
    this.start = start;
    this.limit = limit;
  }

  /** Makes tokens from `at` on and counts their symbols. Gives the address behind the last token's bytes. */
  fill(at: usize, literals: HuffmanCode, distances: HuffmanCode): usize {
    const literalCounts = literals.frequencyTable;
    const distanceCounts = distances.frequencyTable;
    const limit = this.limit;
    const origin = this.start - <usize>this.base;
    const tokens = this.tokenTable;
    const heads = changetype<usize>(this.heads);
    const chain = changetype<usize>(this.chain);
    const base = this.base;
    let to = tokens;
    const lastToken = tokens + ((<usize>maxTokens) << 2);
    while (at < limit && to < lastToken) {
      let best: u32 = 0;
      let bestDistance: u32 = 0;
      if (limit - at >= hashedBytes) {
        const place = <u32>(at - origin);
        const first = load<u32>(at);
        const head = heads + hashSlot(first);
        let candidate = load<u32>(head);
        store<u32>(head, place);
        store<u32>(chain + ((place & windowMask) << 2), candidate);
        for (let tries = maxTries; tries > 0; tries--) {
          // What is older than `base` is of another input; what lies ahead has taken over a slot.
          if (candidate < base || place - candidate > farthestMatch) break;
          const from = origin + <usize>candidate;
          if (load<u32>(from) == first) {
            const length = matchLength(from, at, limit);
            if (length > best) {
              best = length;
              bestDistance = place - candidate;
              if (length >= goodMatch) break;
            }
          }
          const next = load<u32>(chain + ((candidate & windowMask) << 2));
          if (next >= candidate) break;
          candidate = next;
        }
      }
      if (best == 0) {
        const byte = <u32>load<u8>(at++);
        store<u32>(to, byte);
        count(literalCounts, byte);
      } else {
        const length = best - shortestMatch;
        const distance = bestDistance - 1;
        store<u32>(to, 0x8000_0000 | (distance << 8) | length);
        count(literalCounts, lengthSymbol(length));
        count(distanceCounts, distanceSymbol(distance));
        const insertEnd = at + <usize>min(best, maxInserted);
        const end = at + <usize>best;
        for (at++; at < insertEnd && limit - at >= hashedBytes; at++) {
          const place = <u32>(at - origin);
          const head = heads + hashSlot(load<u32>(at));
          store<u32>(chain + ((place & windowMask) << 2), load<u32>(head));
          store<u32>(head, place);
        }
        at = end;
      }
      to += 4;
    }
    this.tokenCount = <i32>((to - tokens) >> 2);
    return at;
  }
}

/** Offset in the table of heads, by multiplication (Knuth, TAOCP vol. 3, 6.4). */
function hashSlot(bytes: u32): usize {
  return (<usize>((bytes * 0x9e37_79b1) >> (32 - hashBits))) << 2;
}

function count(table: usize, symbol: u32): void {
  const at = table + ((<usize>symbol) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** How many bytes are the same from `from` and from `at` on. */
function matchLength(from: usize, at: usize, limit: usize): u32 {
  const end = min(limit, at + <usize>longestMatch);
  const start = at;
  while (end - at >= 8) {
    const difference = load<u64>(from) ^ load<u64>(at);
    if (difference != 0) return <u32>(at - start) + <u32>(ctz(difference) >> 3);
    from += 8;
    at += 8;
  }
  while (at < end && load<u8>(from) == load<u8>(at)) {
    from++;
    at++;
  }
  return <u32>(at - start);
}
