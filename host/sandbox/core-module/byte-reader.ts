/** Thrown by the decoders of this room, caught at their entrances: bytes that are not what the format asks for. */
export class MalformedWasm extends Error {
  /** From the start of the file, in bytes. */
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(`at byte ${offset}: ${message}`);
    this.name = "MalformedWasm";
    this.offset = offset;
  }
}

/** Thrown likewise: well-formed as far as can be told, but nothing that this agent understands or takes. */
export class UnsupportedWasm extends Error {
  override readonly name = "UnsupportedWasm";
}

/** As V8 and wasmparser have it: longer names serve no honest purpose. */
const maxNameBytes = 100_000;

/** Items (definitions, fields, sections) that one file may make this room allocate; large honest files have 20,000. */
const maxItems = 300_000;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads WebAssembly's binary values from a part of a file. Offsets in its errors count from the file's start. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  #offset: number;
  /** Shared with all readers of the same file. */
  readonly #budget: { left: number };

  constructor(bytes: Uint8Array, start = 0, end = bytes.length, budget = { left: maxItems }) {
    this.bytes = bytes;
    this.#offset = start;
    this.end = end;
    this.#budget = budget;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.end - this.#offset;
  }

  get done(): boolean {
    return this.#offset >= this.end;
  }

  fail(message: string, offset = this.#offset): never {
    throw new MalformedWasm(offset, message);
  }

  byte(what: string): number {
    if (this.done) this.fail(`truncated: expected ${what}, found the end`);
    return this.bytes[this.#offset++]!;
  }

  /** The next byte, which stays unread; -1 at the end. */
  peek(): number {
    return this.done ? -1 : this.bytes[this.#offset]!;
  }

  /** An unsigned LEB128 of 32 bits. */
  u32(what: string): number {
    const start = this.#offset;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte(what);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    return this.fail(`${what} is no number of 32 bits`, start);
  }

  /** A signed LEB128 of up to `bits` bits, exact for all that this room needs (33 bits and less). */
  signed(what: string, bits: number): number {
    const start = this.#offset;
    let value = 0;
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.byte(what);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return byte & 0x40 ? value - 2 ** (shift + 7) : value;
    }
    return this.fail(`${what} is no signed number of ${bits} bits`, start);
  }

  /** How many items follow. Each takes at least one byte, so a larger figure is a lie and nothing is allocated for it. */
  count(what: string): number {
    const start = this.#offset;
    const count = this.u32(`the number of ${what}`);
    if (count > this.remaining) this.fail(`${count} ${what} announced, ${this.remaining} bytes left`, start);
    return count;
  }

  vector<T>(what: string, item: () => T): T[] {
    const items: T[] = [];
    for (let left = this.count(what); left > 0; left--) {
      this.spend();
      items.push(item());
    }
    return items;
  }

  /** To be called for each thing that is kept of what was read. */
  spend(): void {
    this.#budget.left--;
    if (this.#budget.left < 0)
      throw new UnsupportedWasm(`it has more than ${maxItems} definitions and fields`);
  }

  name(what: string): string {
    const start = this.#offset;
    const length = this.u32(`the length of ${what}`);
    if (length > maxNameBytes)
      this.fail(`${what} is ${length} bytes long; at most ${maxNameBytes} are read`, start);
    const bytes = this.slice(length, what);
    try {
      return utf8.decode(bytes);
    } catch {
      return this.fail(`${what} is not UTF-8`, start);
    }
  }

  skip(length: number, what: string): void {
    if (length > this.remaining) {
      this.fail(`truncated: ${what} of ${length} bytes, ${this.remaining} bytes left`);
    }
    this.#offset += length;
  }

  slice(length: number, what: string): Uint8Array {
    const start = this.#offset;
    this.skip(length, what);
    return this.bytes.subarray(start, this.#offset);
  }

  /** A reader for the next `length` bytes, which count as read here. */
  part(length: number, what: string): ByteReader {
    const start = this.#offset;
    this.skip(length, what);
    return new ByteReader(this.bytes, start, this.#offset, this.#budget);
  }

  /** To be called at the end of a section: its content and its size must agree. */
  expectDone(what: string): void {
    if (!this.done) this.fail(`${what} has ${this.remaining} bytes too many`);
  }
}
