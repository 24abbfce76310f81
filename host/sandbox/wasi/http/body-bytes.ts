import type { BodyBuffer } from "./body-buffer.ts";
import type { BodyPool } from "./body-pool.ts";
import type { ByteBudget } from "./byte-budget.ts";

/** What the bodies of a plugin's requests share. */
export interface BodyMemory {
  /** Counts the room that bodies take, which is up to twice their length. */
  readonly budget: ByteBudget;
  readonly pool: BodyPool;
}

/** The bytes of one body, one behind the other. Grows by doubling: many guests write pieces of 4 KiB. */
export class BodyBytes {
  readonly #memory: BodyMemory;
  #buffer: BodyBuffer | undefined;
  #byteLength = 0;
  #budgetedBytes = 0;

  constructor(memory: BodyMemory) {
    this.#memory = memory;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  /** Undefined when there are no bytes, or when they were freed. */
  get buffer(): BodyBuffer | undefined {
    return this.#buffer;
  }

  /** Copies the bytes to the end; false, and nothing is done, when that is more than the budget allows. */
  append(bytes: Uint8Array): boolean {
    if (bytes.length === 0) return true;
    const byteLength = this.#byteLength + bytes.length;
    if (byteLength > (this.#buffer?.capacity ?? 0) && !this.#grow(byteLength)) return false;
    this.#buffer!.bytes(byteLength).set(bytes, this.#byteLength);
    this.#byteLength = byteLength;
    return true;
  }

  /** Nobody will read the buffer, or nobody but the network's thread, which frees it when it is done. */
  release({ isSent }: { readonly isSent: boolean }): void {
    if (!isSent) this.#buffer?.free();
    this.#buffer = undefined;
    this.#byteLength = 0;
    this.#memory.budget.give(this.#budgetedBytes);
    this.#budgetedBytes = 0;
  }

  #grow(byteLength: number): boolean {
    const { budget, pool } = this.#memory;
    const full = this.#buffer;
    const wanted = [2 * (full?.capacity ?? 0), byteLength].find(
      (bytes) => bytes >= byteLength && budget.take(bytes - this.#budgetedBytes),
    );
    if (wanted === undefined) return false;
    this.#budgetedBytes = wanted;
    this.#buffer = pool.take(wanted);
    if (full !== undefined) this.#buffer.bytes(this.#byteLength).set(full.bytes(this.#byteLength));
    full?.free();
    return true;
  }
}
