/**
 * A prefix code for one alphabet of a DEFLATE block (RFC 1951, 3.2.2): counts how often each symbol comes, and makes
 * from that the shortest code whose words are no longer than `maxBits`.
 */
export class HuffmanCode {
  private readonly frequencies: StaticArray<u32>;
  private readonly words: StaticArray<u32>;
  /** Used symbols, rarest first: frequency in the upper bits, symbol in the lower nine. */
  private readonly sorted: StaticArray<u32>;
  /** Frequencies of the tree's nodes, leaves first; later their depths. */
  private readonly nodes: StaticArray<u32>;
  private readonly parents: StaticArray<u32>;
  /** How many words have each length. */
  private readonly counts: StaticArray<u32> = new StaticArray<u32>(64);

  constructor(
    readonly size: i32,
    private readonly maxBits: i32,
  ) {
    this.frequencies = new StaticArray<u32>(size);
    this.words = new StaticArray<u32>(size);
    this.sorted = new StaticArray<u32>(size);
    this.nodes = new StaticArray<u32>(size * 2);
    this.parents = new StaticArray<u32>(size * 2);
  }

  /** Address of the u32 counts, by symbol, which add up to less than 2^23. */
  get frequencyTable(): usize {
    return changetype<usize>(this.frequencies);
  }

  /** Address of the u32 words, by symbol: the bits in the order they are written, and from bit 16 on their number. */
  get wordTable(): usize {
    return changetype<usize>(this.words);
  }

  /** Length in bits of a symbol's word; 0 when it has none. */
  @inline bitsOf(symbol: i32): u32 {
    return unchecked(this.words[symbol]) >> 16;
  }

  /** How often a symbol was counted. */
  @inline timesOf(symbol: i32): u32 {
    return unchecked(this.frequencies[symbol]);
  }

  /** Bits of all symbols that were counted, without the extra bits behind some. */
  get cost(): u32 {
    let bits: u32 = 0;
    for (let i = 0; i < this.size; i++) bits += this.timesOf(i) * this.bitsOf(i);
    return bits;
  }

  /** Forgets what was counted. */
  clear(): void {
    memory.fill(changetype<usize>(this.frequencies), 0, (<usize>this.size) << 2);
  }

  /** Makes the code. */
  build(): void {
    const used = this.gather();
    this.sort(used);
    this.measure(used);
    this.assign(used);
  }

  /** A code with given lengths, as the format's fixed ones. */
  @inline setBits(symbol: i32, bits: u32): void {
    unchecked((this.words[symbol] = bits << 16));
  }

  /** Gives words to symbols by their lengths alone, as the reader will (RFC 1951, 3.2.2). */
  number(): void {
    const next = this.counts;
    memory.fill(changetype<usize>(next), 0, 64 << 2);
    for (let i = 0; i < this.size; i++) unchecked(next[this.bitsOf(i) + 1]++);
    unchecked((next[1] = 0));
    // next[bits] becomes the first word of that length; next[bits + 1] held how many of length `bits` there are.
    let word: u32 = 0;
    let before: u32 = 0;
    for (let bits: i32 = 1; bits <= 15; bits++) {
      word = (word + before) << 1;
      before = unchecked(next[bits + 1]);
      unchecked((next[bits + 32] = word));
    }
    for (let i = 0; i < this.size; i++) {
      const bits = this.bitsOf(i);
      if (bits > 0) unchecked((this.words[i] = (bits << 16) | reversed(next[bits + 32]++, bits)));
    }
  }

  private gather(): i32 {
    let used = 0;
    for (let i = 0; i < this.size; i++) {
      const frequency = unchecked(this.frequencies[i]);
      unchecked((this.words[i] = 0));
      if (frequency > 0) unchecked((this.sorted[used++] = (frequency << 9) | i));
    }
    // A code with fewer than two words is not complete, which readers may refuse.
    for (let i = 0; used < 2; i++) {
      if (unchecked(this.frequencies[i]) == 0) unchecked((this.sorted[used++] = (1 << 9) | i));
    }
    return used;
  }

  /** Shell's sort, with Ciura's gaps (https://oeis.org/A102549). */
  private sort(used: i32): void {
    const sorted = this.sorted;
    for (let g = 0; g < gaps.length; g++) {
      const gap = unchecked(gaps[g]);
      for (let i = gap; i < used; i++) {
        const value = unchecked(sorted[i]);
        let at = i;
        for (; at >= gap && unchecked(sorted[at - gap]) > value; at -= gap) {
          unchecked((sorted[at] = sorted[at - gap]));
        }
        unchecked((sorted[at] = value));
      }
    }
  }

  /** Builds the tree from the two rarest nodes up, and counts the lengths of its words, the root being the last node. */
  private measure(used: i32): void {
    const nodes = this.nodes;
    const parents = this.parents;
    for (let i = 0; i < used; i++) unchecked((nodes[i] = this.sorted[i] >> 9));
    const root = 2 * used - 2;
    let leaf = 0;
    let inner = used;
    for (let node = used; node <= root; node++) {
      let sum: u32 = 0;
      for (let child = 0; child < 2; child++) {
        const takesLeaf = leaf < used && (inner == node || unchecked(nodes[leaf] <= nodes[inner]));
        const taken = takesLeaf ? leaf++ : inner++;
        sum += unchecked(nodes[taken]);
        unchecked((parents[taken] = node));
      }
      unchecked((nodes[node] = sum));
    }
    memory.fill(changetype<usize>(this.counts), 0, 64 << 2);
    unchecked((nodes[root] = 0));
    for (let node = root - 1; node >= 0; node--) {
      const depth = unchecked(nodes[parents[node]]) + 1;
      unchecked((nodes[node] = depth));
      if (node < used) unchecked(this.counts[min(depth, <u32>this.maxBits)]++);
    }
    this.shorten();
  }

  /**
   * Words that were too long have been counted as `maxBits` long, which may be more than fit. For each that is too many,
   * one shorter word becomes two of one bit more.
   */
  private shorten(): void {
    const counts = this.counts;
    let taken: u32 = 0;
    for (let bits = 1; bits <= this.maxBits; bits++)
      taken += unchecked(counts[bits]) << (this.maxBits - bits);
    for (; taken > (<u32>1) << this.maxBits; taken--) {
      let bits = this.maxBits - 1;
      while (unchecked(counts[bits]) == 0) bits--;
      unchecked(counts[this.maxBits]--);
      unchecked(counts[bits]--);
      unchecked((counts[bits + 1] += 2));
    }
  }

  /** The rarest symbols get the longest words. */
  private assign(used: i32): void {
    let bits = this.maxBits;
    for (let i = 0; i < used; i++) {
      while (unchecked(this.counts[bits]) == 0) bits--;
      unchecked(this.counts[bits]--);
      this.setBits(unchecked(this.sorted[i]) & 511, bits);
    }
    this.number();
  }
}

const gaps: StaticArray<i32> = [132, 57, 23, 10, 4, 1];

/** The lowest `count` bits, the other way round: words are written from their first bit on. */
function reversed(word: u32, count: u32): u32 {
  let result: u32 = 0;
  for (; count > 0; count--) {
    result = (result << 1) | (word & 1);
    word >>= 1;
  }
  return result;
}
