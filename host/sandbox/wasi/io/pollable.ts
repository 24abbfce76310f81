import type { WakeSignal } from "./wake-signal.ts";

/** What a pollable waits for. */
export interface Awaited {
  ready(): boolean;
  /** Milliseconds until it is ready by time alone; Infinity when only the signal makes it so. */
  remainingMillis(): number;
}

/** Waits for nothing: files and refused uses are ready at once. */
const nothing: Awaited = { ready: () => true, remainingMillis: () => 0 };

/** `wasi:io/poll.pollable`. */
export class Pollable {
  readonly #awaited: Awaited;
  readonly #signal: WakeSignal | undefined;

  constructor(awaited: Awaited = nothing, signal?: WakeSignal) {
    this.#awaited = awaited;
    this.#signal = signal;
  }

  ready(): boolean {
    return this.#awaited.ready();
  }

  block(): void {
    poll([this]);
  }

  /** Milliseconds until it is ready by time alone. */
  remainingMillis(): number {
    return this.#awaited.remainingMillis();
  }

  /** The word that wakes it; pollables without one are always ready. */
  get signal(): WakeSignal | undefined {
    return this.#signal;
  }
}

/**
 * `wasi:io/poll.poll`: blocks this thread until one of the pollables is ready, and gives the indexes of those that
 * are. How long that may take is bounded by the deadline of the call into the plugin, which ends the thread.
 *
 * @throws Error (a trap, as the interface says) when the list is empty.
 */
export function poll(pollables: readonly Pollable[]): Uint32Array {
  if (pollables.length === 0)
    throw new Error("poll was called with an empty list, which would wait for ever");
  const signal = pollables.find((pollable) => pollable.signal)?.signal;
  for (;;) {
    const sequence = signal?.sequence ?? 0;
    const ready: number[] = [];
    for (let index = 0; index < pollables.length; index += 1) {
      if (pollables[index]!.ready()) ready.push(index);
    }
    if (ready.length > 0 || signal === undefined) return Uint32Array.from(ready);
    signal.wait(sequence, Math.min(...pollables.map((pollable) => pollable.remainingMillis())));
  }
}
