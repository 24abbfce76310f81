/** What is outgrown and larger is freed at once: the collector paces itself by the number of objects, not their size. */
const freedAtOnceBytes = 1024 * 1024;

/**
 * Bytes that are written one behind the other. Grows by doubling. Addresses are numbers, not references, and the short
 * methods are inlined: the garbage collector's bookkeeping for each call would cost more than the writing.
 */
export class ByteBuffer {
  private bytes: StaticArray<u8>;
  private next: usize;
  private limit: usize;

  constructor(private readonly initialCapacity: i32) {
    const bytes = new StaticArray<u8>(initialCapacity);
    this.bytes = bytes;
    this.next = changetype<usize>(bytes);
    this.limit = this.next + initialCapacity;
  }

  /** Bytes written since the buffer was last empty. */
  get byteLength(): i32 {
    return <i32>(this.next - this.address);
  }

  /** @internal Where the bytes lie, until the next `room`. */
  get address(): usize {
    return changetype<usize>(this.bytes);
  }

  /** @internal The address for the next bytes, of which `atMost` may be written. */
  @inline room(atMost: usize): usize {
    if (this.limit - this.next < atMost) this.grow(atMost);
    return this.next;
  }

  /** @internal All up to `end`, an address within the last `room`, is written. */
  @inline wroteTo(end: usize): void {
    this.next = end;
  }

  /** Starts anew. The memory stays, unless it is more than `keptCapacity` and more than it was at first. */
  protected empty(keptCapacity: i32): void {
    if (this.bytes.length > max(keptCapacity, this.initialCapacity)) {
      const outgrown = this.bytes.length;
      this.bytes = new StaticArray<u8>(this.initialCapacity);
      this.limit = this.address + this.initialCapacity;
      if (outgrown >= freedAtOnceBytes) __collect();
    }
    this.next = this.address;
  }

  private grow(atMost: usize): void {
    const size = <usize>this.byteLength;
    const needed = <u64>size + <u64>atMost;
    if (needed > <u64>i32.MAX_VALUE / 2) throw new RangeError("more than 1 GiB in one buffer");
    const capacity = <i32>max(needed, <u64>this.bytes.length * 2);
    const grown = new StaticArray<u8>(capacity);
    memory.copy(changetype<usize>(grown), this.address, size);
    const outgrown = this.bytes.length;
    this.bytes = grown;
    if (outgrown >= freedAtOnceBytes) __collect();
    this.next = changetype<usize>(grown) + size;
    this.limit = changetype<usize>(grown) + capacity;
  }
}
