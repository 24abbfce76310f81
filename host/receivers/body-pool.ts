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

const smallestClass = 10;
const defaults: Required<BodyPoolOptions> = {
  maxIdleBytes: 16 * 1024 * 1024,
  maxPooledBytes: 4 * 1024 * 1024,
  maxFreshBytes: 128 * 1024 * 1024,
  collectAll() {},
};

/**
 * Memory for bodies, used again and again. Fresh memory costs more than all else on a batch's way: the kernel clears
 * it page by page, and the garbage collector has to find out that it is free.
 */
export class BodyPool {
  readonly #options: Required<BodyPoolOptions>;
  /** By the logarithm of the size. Last in, first out: what was used a moment ago is in the processor's cache. */
  readonly #idle: SharedArrayBuffer[][] = [];
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
    const sizeClass = Math.max(smallestClass, 32 - Math.clz32(Math.max(1, byteLength) - 1));
    const idle = this.#idle[sizeClass]?.pop();
    if (idle !== undefined) this.#idleBytes -= idle.byteLength;
    const buffer = idle ?? this.#make(2 ** sizeClass);
    return new HeldBytes(buffer, byteLength, (free) => this.#giveBack(free, sizeClass));
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

  #giveBack(buffer: SharedArrayBuffer, sizeClass: number): void {
    if (this.#idleBytes + buffer.byteLength > this.#options.maxIdleBytes) return;
    this.#idleBytes += buffer.byteLength;
    this.#idle[sizeClass] ??= [];
    this.#idle[sizeClass].push(buffer);
  }
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
