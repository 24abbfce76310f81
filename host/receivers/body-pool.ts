import type { BatchMemory } from "../contract/index.ts";

/** Bytes to be filled, on a `SharedArrayBuffer`, and held for the caller. What they held before is in them still. */
export interface PooledBytes extends BatchMemory {
  readonly bytes: Uint8Array;
}

export interface BodyPoolOptions {
  /** Memory that lies here unused at most. */
  readonly maxIdleBytes?: number;
  /** What is longer is made for one use. */
  readonly maxPooledBytes?: number;
  /** New memory that is made before `collectAll` is called. */
  readonly maxFreshBytes?: number;
  /** Frees memory that was not given back and that nobody refers to. */
  readonly collectAll?: () => void;
}

const smallestCapacity = 1024;
const defaults: Required<BodyPoolOptions> = {
  maxIdleBytes: 64 * 1024 * 1024,
  maxPooledBytes: 16 * 1024 * 1024,
  maxFreshBytes: 128 * 1024 * 1024,
  collectAll() {},
};

/**
 * Memory for bodies, used again and again. Fresh memory costs more than all else on a batch's way: the kernel clears
 * it page by page, and the garbage collector has to find out that it is free.
 */
export class BodyPool {
  readonly #options: Required<BodyPoolOptions>;
  /** By capacity. Last in, first out: what was used a moment ago is in the processor's cache. */
  readonly #idle = new Map<number, SharedArrayBuffer[]>();
  #idleBytes = 0;
  /** Made since the last collection. */
  #freshBytes = 0;

  constructor(options: BodyPoolOptions = {}) {
    this.#options = { ...defaults, ...options };
  }

  /** Memory that is not in use now. */
  get idleBytes(): number {
    return this.#idleBytes;
  }

  take(byteLength: number): PooledBytes {
    if (byteLength > this.#options.maxPooledBytes) {
      return { bytes: new Uint8Array(this.#make(byteLength)), hold() {}, release() {} };
    }
    const capacity = capacityFor(byteLength);
    const idle = this.#idle.get(capacity)?.pop();
    if (idle !== undefined) this.#idleBytes -= capacity;
    return new HeldBytes(idle ?? this.#make(capacity), byteLength, (free) => this.#giveBack(free));
  }

  /** V8 does not count shared memory: nothing would make it look for what lies about. */
  #make(byteLength: number): SharedArrayBuffer {
    const { maxFreshBytes, collectAll } = this.#options;
    this.#freshBytes += byteLength;
    if (this.#freshBytes > maxFreshBytes) {
      this.#freshBytes = byteLength;
      collectAll();
    }
    return new SharedArrayBuffer(byteLength);
  }

  #giveBack(buffer: SharedArrayBuffer): void {
    const capacity = buffer.byteLength;
    if (this.#idleBytes + capacity > this.#options.maxIdleBytes) return;
    this.#idleBytes += capacity;
    const idle = this.#idle.get(capacity);
    if (idle === undefined) this.#idle.set(capacity, [buffer]);
    else idle.push(buffer);
  }
}

/** The next of 1, 1¼, 1½, 1¾ times a power of two: bodies of about one length share memory, and little is left over. */
function capacityFor(byteLength: number): number {
  const wanted = Math.max(smallestCapacity, byteLength);
  const step = 2 ** (31 - Math.clz32(wanted - 1) - 2);
  return Math.ceil(wanted / step) * step;
}

class HeldBytes implements PooledBytes {
  readonly bytes: Uint8Array;
  readonly #buffer: SharedArrayBuffer;
  readonly #giveBack: (buffer: SharedArrayBuffer) => void;
  #holders = 1;

  constructor(buffer: SharedArrayBuffer, byteLength: number, giveBack: (buffer: SharedArrayBuffer) => void) {
    this.bytes = new Uint8Array(buffer, 0, byteLength);
    this.#buffer = buffer;
    this.#giveBack = giveBack;
  }

  hold(): void {
    if (this.#holders === 0) throw new Error("hold() after the last release()");
    this.#holders += 1;
  }

  release(): void {
    if (this.#holders === 0) throw new Error("release() without hold()");
    this.#holders -= 1;
    if (this.#holders === 0) this.#giveBack(this.#buffer);
  }
}
