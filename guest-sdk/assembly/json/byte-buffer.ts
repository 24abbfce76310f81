/** Bytes that are written one behind the other. Grows by doubling. */
export class ByteBuffer {
  private bytes: StaticArray<u8>;
  private size: u32 = 0;

  constructor(private readonly initialCapacity: i32) {
    this.bytes = new StaticArray<u8>(initialCapacity);
  }

  get byteLength(): u32 {
    return this.size;
  }

  /** Where the bytes lie, until the next `room`. */
  get address(): usize {
    return changetype<usize>(this.bytes);
  }

  /** The address for the next bytes, of which `atMost` may be written. */
  room(atMost: usize): usize {
    const needed = <u64>this.size + <u64>atMost;
    if (needed > <u64>this.bytes.length) this.grow(needed);
    return changetype<usize>(this.bytes) + this.size;
  }

  /** All up to `end`, an address within the last `room`, is written. */
  wroteTo(end: usize): void {
    this.size = <u32>(end - changetype<usize>(this.bytes));
  }

  /** Starts anew. The memory stays, unless it is more than `keptCapacity` and more than it was at first. */
  clear(keptCapacity: i32): void {
    this.size = 0;
    if (this.bytes.length > max(keptCapacity, this.initialCapacity)) {
      this.bytes = new StaticArray<u8>(this.initialCapacity);
    }
  }

  private grow(needed: u64): void {
    if (needed > <u64>i32.MAX_VALUE / 2) throw new RangeError("more than 1 GiB in one buffer");
    const grown = new StaticArray<u8>(<i32>max(needed, <u64>this.bytes.length * 2));
    memory.copy(changetype<usize>(grown), changetype<usize>(this.bytes), this.size);
    this.bytes = grown;
  }
}
