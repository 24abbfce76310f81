/** A first-in, first-out list whose ends cost the same at any length. Grows by doubling and never shrinks. */
export class RingBuffer<T> {
  #slots: (T | undefined)[] = new Array(16).fill(undefined);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: T): void {
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[(this.#head + this.#length) & (this.#slots.length - 1)] = value;
    this.#length += 1;
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const value = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.#length -= 1;
    return value;
  }

  peek(): T | undefined {
    return this.#slots[this.#head];
  }

  /** From the first to the last; not to be changed meanwhile. */
  *[Symbol.iterator](): Iterator<T> {
    for (let index = 0; index < this.#length; index += 1) {
      yield this.#slots[(this.#head + index) & (this.#slots.length - 1)]!;
    }
  }

  /** The length is a power of two, so that an index wraps by masking. */
  #grow(): void {
    const { length } = this.#slots;
    const ordered = [...this.#slots.slice(this.#head), ...this.#slots.slice(0, this.#head)];
    this.#slots = ordered.concat(new Array(length).fill(undefined));
    this.#head = 0;
  }
}
