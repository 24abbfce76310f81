/** Garbage that is collected at a time: small enough to stay in a processor's cache, which is where it is used again. */
const bytesPerCollection = 8 * 1024 * 1024;
const wordBytes = 8;
const scratchBytes = 64 * 1024;

/** Puts the pieces in which bodies come in to their places in shared memory. */
export class ChunkCopier {
  readonly #collectYoung: () => void;
  readonly #scratch = new Uint8Array(scratchBytes + wordBytes);
  #garbageBytes = 0;

  /** @param collectYoung frees objects that were made a short time ago. */
  constructor(collectYoung: () => void) {
    this.#collectYoung = collectYoung;
  }

  /** `chunk` is not used any more by anyone. */
  copy(chunk: Uint8Array, target: Uint8Array, offset: number): void {
    const shift = (target.byteOffset + offset) % wordBytes;
    if (chunk.byteOffset % wordBytes === shift || chunk.length < wordBytes) target.set(chunk, offset);
    else this.#copyShifted(chunk, target, { offset, shift });
    this.#count(chunk.length);
  }

  /**
   * V8 copies to shared memory word by word where both sides are a whole number of words apart, and byte by byte
   * otherwise, which takes eight times as long. Between two memories that are not shared any copy is fast.
   */
  #copyShifted(
    chunk: Uint8Array,
    target: Uint8Array,
    { offset, shift }: { readonly offset: number; readonly shift: number },
  ): void {
    for (let from = 0; from < chunk.length; from += scratchBytes) {
      const part = chunk.subarray(from, from + scratchBytes);
      this.#scratch.set(part, shift);
      target.set(this.#scratch.subarray(shift, shift + part.length), offset + from);
    }
  }

  /**
   * Each piece is a buffer of its own outside of V8's heap. Left alone, V8 lets 64 MB of them gather and then marks
   * the whole heap, some thirty times a second under full load; a collection of young objects in time finds the same
   * garbage for a tenth of that.
   */
  #count(byteLength: number): void {
    this.#garbageBytes += byteLength;
    if (this.#garbageBytes < bytesPerCollection) return;
    this.#garbageBytes = 0;
    this.#collectYoung();
  }
}
