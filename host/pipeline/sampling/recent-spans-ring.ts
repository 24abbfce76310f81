import type { Clock, RecentSpan, RecentSpans, Timer } from "../../contract/index.ts";
import { RingBuffer } from "../ring-buffer.ts";
import { decodeResourceService, decodeSpan } from "./decode-span.ts";

/** What `recent` holds at most. */
const maxKept = 500;
/** What is decoded in one interval at most: more is no tail that anyone could read. */
const maxSpansPerInterval = 100;
const intervalMillis = 1_000;

/** Decodes a few spans of the batches that are shown to it, while someone subscribes. */
export class RecentSpansRing implements RecentSpans {
  readonly #clock: Clock;
  readonly #listeners = new Set<(spans: readonly RecentSpan[]) => void>();
  readonly #kept = new RingBuffer<RecentSpan>();
  #fresh: RecentSpan[] = [];
  #service = "";
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether spans are wanted at this moment. */
  get isHungry(): boolean {
    return this.#listeners.size > 0 && this.#fresh.length < maxSpansPerInterval;
  }

  subscribe(listener: (spans: readonly RecentSpan[]) => void): () => void {
    // Wrapped, so that one function that subscribes twice is two subscribers.
    const own = (spans: readonly RecentSpan[]) => listener(spans);
    this.#listeners.add(own);
    this.#timer ??= this.#clock.after(intervalMillis, () => this.#tell());
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  recent(): readonly RecentSpan[] {
    return [...this.#kept];
  }

  enterResource(): void {
    this.#service = "";
  }

  resource(bytes: Uint8Array, start: number, end: number): void {
    if (this.isHungry) this.#service = decodeResourceService(bytes, start, end) ?? this.#service;
  }

  span(bytes: Uint8Array, start: number, end: number): void {
    if (!this.isHungry) return;
    const span = decodeSpan(bytes, start, end, this.#service);
    if (span !== undefined) this.#fresh.push(span);
  }

  #tell(): void {
    this.#timer = this.#clock.after(intervalMillis, () => this.#tell());
    const fresh = this.#fresh;
    if (fresh.length === 0) return;
    this.#fresh = [];
    for (const span of fresh) this.#kept.push(span);
    while (this.#kept.length > maxKept) this.#kept.shift();
    for (const listener of [...this.#listeners]) listener(fresh);
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#fresh = [];
    while (this.#kept.shift() !== undefined);
  }
}
