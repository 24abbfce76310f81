import type { Clock, Timer } from "../contract/index.ts";

interface Scheduled<T> {
  readonly dueMillis: number;
  readonly item: T;
}

export interface RetryScheduleOptions<T> {
  readonly clock: Clock;
  /** Called once for each item when its time has come. */
  readonly onDue: (item: T) => void;
}

/** Items that wait for their time, however many, on one timer: a binary heap by due time. */
export class RetrySchedule<T> {
  readonly #clock: Clock;
  readonly #onDue: (item: T) => void;
  #heap: Scheduled<T>[] = [];
  #timer: Timer | undefined;
  #timerDueMillis = Number.POSITIVE_INFINITY;

  constructor({ clock, onDue }: RetryScheduleOptions<T>) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  get length(): number {
    return this.#heap.length;
  }

  /** Milliseconds until the next item is due; undefined when none waits. */
  untilNextMillis(): number | undefined {
    const next = this.#heap[0];
    return next === undefined ? undefined : Math.max(0, next.dueMillis - this.#clock.monotonic());
  }

  add(waitMillis: number, item: T): void {
    const entry = { dueMillis: this.#clock.monotonic() + waitMillis, item };
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    if (entry.dueMillis < this.#timerDueMillis) this.#arm();
  }

  /** Empties the schedule; what it held comes back in no particular order. */
  takeAll(): T[] {
    const items = this.#heap.map(({ item }) => item);
    this.#heap = [];
    this.#arm();
    return items;
  }

  #arm(): void {
    this.#timer?.cancel();
    const next = this.#heap[0];
    this.#timerDueMillis = next?.dueMillis ?? Number.POSITIVE_INFINITY;
    this.#timer =
      next === undefined
        ? undefined
        : this.#clock.after(Math.max(0, next.dueMillis - this.#clock.monotonic()), () => this.#fire());
  }

  #fire(): void {
    const nowMillis = this.#clock.monotonic();
    const due: T[] = [];
    for (let next = this.#heap[0]; next !== undefined && next.dueMillis <= nowMillis; next = this.#heap[0]) {
      due.push(next.item);
      this.#removeFirst();
    }
    this.#arm();
    for (const item of due) this.#onDue(item);
  }

  #removeFirst(): void {
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    const heap = this.#heap;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent]!.dueMillis <= heap[index]!.dueMillis) return;
      [heap[parent], heap[index]] = [heap[index]!, heap[parent]!];
      index = parent;
    }
  }

  #sink(start: number): void {
    const heap = this.#heap;
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const child = right < heap.length && heap[right]!.dueMillis < heap[left]!.dueMillis ? right : left;
      if (heap[index]!.dueMillis <= heap[child]!.dueMillis) return;
      [heap[index], heap[child]] = [heap[child]!, heap[index]!];
      index = child;
    }
  }
}
