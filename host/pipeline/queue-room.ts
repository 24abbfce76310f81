import { RingBuffer } from "./ring-buffer.ts";

/** What became of somebody who wanted in. `crowded`: too many wait already. */
export type Entrance = "in" | "full" | "crowded" | "closed";

interface Waiter {
  readonly size: number;
  readonly answer: (entrance: Entrance) => void;
}

export interface QueueRoomOptions {
  /** Units that fit. */
  readonly capacity: number;
  /** How many may wait for room at the same time. */
  readonly maxWaiters: number;
}

/**
 * The accounting of one queue's capacity: who is in, who waits. Whoever wants in takes its units first and brings
 * the batch afterwards, so that several queues can be asked before any of them holds something. Waiters get in in
 * the order they came; nobody passes them, however small.
 */
export class QueueRoom {
  readonly #maxWaiters: number;
  readonly #waiters = new RingBuffer<Waiter>();
  #capacity: number;
  #used = 0;
  #closed = false;
  #letsWait = true;
  #onEmpty: (() => void)[] = [];

  constructor({ capacity, maxWaiters }: QueueRoomOptions) {
    this.#capacity = capacity;
    this.#maxWaiters = maxWaiters;
  }

  get capacity(): number {
    return this.#capacity;
  }

  get used(): number {
    return this.#used;
  }

  /** What is in stays in, however small the room becomes. */
  resize(capacity: number): void {
    this.#capacity = capacity;
    this.#admitWaiters();
  }

  /** Takes `size` units at once, or none. */
  tryEnter(size: number): Entrance {
    if (this.#closed) return "closed";
    if (this.#waiters.length > 0 || this.#used + size > this.#capacity) return "full";
    this.#used += size;
    return "in";
  }

  /** Takes `size` units as soon as there is room. Resolves with `closed` when the room closes before. */
  enter(size: number): Promise<Entrance> {
    const entrance = this.tryEnter(size);
    if (entrance !== "full" || !this.#letsWait) return Promise.resolve(entrance);
    if (this.#waiters.length >= this.#maxWaiters) return Promise.resolve("crowded");
    return new Promise((answer) => this.#waiters.push({ size, answer }));
  }

  /** For what is there already, such as batches found on disk: counts even beyond the capacity. */
  occupy(size: number): void {
    this.#used += size;
  }

  leave(size: number): void {
    this.#used -= size;
    this.#admitWaiters();
    if (this.#used === 0) for (const notify of this.#onEmpty.splice(0)) notify();
  }

  /** Lets nobody in from now on, until it is opened again, and sends the waiters away. */
  close(): void {
    this.#closed = true;
    this.sendWaitersAway();
  }

  /** Nobody waits for room any more. Who finds room gets in still. */
  sendWaitersAway(): void {
    this.#letsWait = false;
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      waiter.answer("closed");
    }
  }

  open(): void {
    this.#closed = false;
    this.#letsWait = true;
  }

  /** Resolves when all units are free again, those taken in advance included. */
  whenEmpty(): Promise<void> {
    if (this.#used === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  #admitWaiters(): void {
    let next = this.#waiters.peek();
    while (next !== undefined && (this.#used + next.size <= this.#capacity || next.size > this.#capacity)) {
      const fits = next.size <= this.#capacity;
      if (fits) this.#used += next.size;
      this.#waiters.shift();
      next.answer(fits ? "in" : "full");
      next = this.#waiters.peek();
    }
  }
}
