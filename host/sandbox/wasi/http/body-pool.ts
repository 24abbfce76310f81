import { BodyBuffer } from "./body-buffer.ts";

/** Kept for later bodies; what is larger or beyond that number lives for one body. */
const maxKept = 4;
const maxKeptBytes = 4 * 1024 * 1024;
const minBytes = 16 * 1024;

/** Memory for the bodies of one plugin's requests, used again as soon as the network is done with it. */
export class BodyPool {
  readonly #kept: BodyBuffer[] = [];

  /** Room for at least `bytes` bytes; what stands in it is of no use. */
  take(bytes: number): BodyBuffer {
    const found = this.#kept.find((buffer) => buffer.capacity >= bytes && buffer.take());
    if (found !== undefined) return found;
    const made = BodyBuffer.ofCapacity(Math.max(bytes, minBytes));
    made.take();
    if (made.capacity <= maxKeptBytes) this.#keep(made);
    return made;
  }

  /** In place of a smaller one that is free, where it finds no room. */
  #keep(made: BodyBuffer): void {
    const smaller = this.#kept.findIndex((buffer) => buffer.capacity < made.capacity && buffer.take());
    if (smaller >= 0) this.#kept[smaller] = made;
    else if (this.#kept.length < maxKept) this.#kept.push(made);
  }
}
