// Slots of the shared memory: how many were ever written and read, then the entries, each an id and a target.
const WRITTEN = 0;
const READ = 1;
const firstEntry = 2;
const entrySlots = 2;

const defaultCapacity = 1024;

/**
 * The calls that ended in a plain `accepted`, which is what nearly all do, from a plugin's thread to the agent. One
 * message tells of many of them, and those that no message told of before the thread was ended are not lost: the memory
 * outlives the thread. One writer, one reader.
 */
export class AcceptedRing {
  readonly memory: SharedArrayBuffer;
  readonly #slots: Int32Array;
  readonly #capacity: number;

  /** @param memory the other side's `memory`, or how many entries a new one has room for. */
  constructor(memory: SharedArrayBuffer | number = defaultCapacity) {
    this.memory =
      typeof memory === "number"
        ? new SharedArrayBuffer((firstEntry + memory * entrySlots) * Int32Array.BYTES_PER_ELEMENT)
        : memory;
    this.#slots = new Int32Array(this.memory);
    this.#capacity = (this.#slots.length - firstEntry) / entrySlots;
  }

  /** Worker: false when there is no room, because the agent has not read for long. */
  write(id: number, target: number): boolean {
    const written = Atomics.load(this.#slots, WRITTEN);
    if (((written - Atomics.load(this.#slots, READ)) | 0) >= this.#capacity) return false;
    const place = this.#placeOf(written);
    this.#slots[place] = id;
    this.#slots[place + 1] = target;
    // The entry is visible to whoever sees the count: Atomics are sequentially consistent.
    Atomics.store(this.#slots, WRITTEN, (written + 1) | 0);
    return true;
  }

  /** Agent: takes out what was written, oldest first. */
  drain(take: (id: number, target: number) => void): void {
    let read = Atomics.load(this.#slots, READ);
    while (read !== Atomics.load(this.#slots, WRITTEN)) {
      const place = this.#placeOf(read);
      const id = this.#slots[place]!;
      const target = this.#slots[place + 1]!;
      read = (read + 1) | 0;
      Atomics.store(this.#slots, READ, read);
      take(id, target);
    }
  }

  /** Counts wrap around at 32 bits; the capacity is a power of two, so places stay in order across that. */
  #placeOf(count: number): number {
    return firstEntry + ((count >>> 0) % this.#capacity) * entrySlots;
  }
}
