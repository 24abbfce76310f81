/**
 * Bytes collected from several places of one source, written out at the end in one go. Neighbouring ranges are
 * joined, so that long runs are copied as one.
 */
export class ByteRanges {
  byteLength = 0;
  readonly #source: Uint8Array;
  /** Start and end in the source, or new bytes. */
  readonly #pieces: ({ start: number; end: number } | Uint8Array)[] = [];

  constructor(source: Uint8Array) {
    this.#source = source;
  }

  add(start: number, end: number): void {
    this.byteLength += end - start;
    const last = this.#pieces.at(-1);
    if (last !== undefined && !(last instanceof Uint8Array) && last.end === start) last.end = end;
    else this.#pieces.push({ start, end });
  }

  /** Appends `inner` as a length-delimited field with that number. */
  addMessage(fieldNumber: number, inner: ByteRanges): void {
    const header = Uint8Array.from([...varint(fieldNumber * 8 + 2), ...varint(inner.byteLength)]);
    this.#pieces.push(header);
    for (const piece of inner.#pieces) this.#pieces.push(piece);
    this.byteLength += header.length + inner.byteLength;
  }

  copyTo(target: Uint8Array): void {
    let offset = 0;
    for (const piece of this.#pieces) {
      const bytes = piece instanceof Uint8Array ? piece : this.#source.subarray(piece.start, piece.end);
      target.set(bytes, offset);
      offset += bytes.length;
    }
  }
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}
