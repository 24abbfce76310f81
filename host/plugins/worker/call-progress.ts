import { type GuestCall, guestCalls } from "./messages.ts";

/** The call that the guest is in. */
export interface CallInHand {
  /** Differs from call to call. */
  readonly serial: number;
  readonly call: GuestCall;
  /** For `export-spans`: the batch's id, and the exporter that has it. */
  readonly id: number;
  readonly target: number;
}

// Slots of the shared memory. SERIAL is odd while the guest runs.
const SERIAL = 0;
const CALL = 1;
const ID = 2;
const TARGET = 3;
const MEMORY_PAGES = 4;
const DROPPED_LINES = 5;
const CLOSING = 6;
const slots = 7;

const pageBytes = 65_536;

/**
 * What the agent can see of a worker that is inside a guest and answers no messages: which call it is in, since one
 * shared memory is written by the worker and read by the agent. It outlives the worker, and so tells what a dead one
 * was at.
 */
export class CallProgress {
  readonly memory: SharedArrayBuffer;
  readonly #slots: Int32Array;

  /** @param memory the other side's `memory`; a new one when it is left out. */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#slots = new Int32Array(memory);
  }

  /** Worker: the guest's code is about to run. */
  begin(call: GuestCall, id = 0, target = 0): void {
    Atomics.store(this.#slots, CALL, guestCalls.indexOf(call));
    Atomics.store(this.#slots, ID, id);
    Atomics.store(this.#slots, TARGET, target);
    Atomics.add(this.#slots, SERIAL, 1);
  }

  /** Worker: the guest came back. Not called after a trap, so that the call stays in hand. */
  end(memoryBytes: number): void {
    this.setMemoryBytes(memoryBytes);
    Atomics.add(this.#slots, SERIAL, 1);
  }

  setMemoryBytes(bytes: number): void {
    Atomics.store(this.#slots, MEMORY_PAGES, Math.ceil(bytes / pageBytes));
  }

  /** Worker: a line of the guest was not passed on. */
  countDroppedLine(): void {
    Atomics.add(this.#slots, DROPPED_LINES, 1);
  }

  /** Either side: takes the count of dropped lines that were not reported yet. */
  takeDroppedLines(): number {
    return Atomics.exchange(this.#slots, DROPPED_LINES, 0);
  }

  /** Agent: begin no more `export-spans`. */
  close(): void {
    Atomics.store(this.#slots, CLOSING, 1);
  }

  get closing(): boolean {
    return Atomics.load(this.#slots, CLOSING) === 1;
  }

  /** Counts each begin and each end of a call: 0 = no code of the guest has run yet. */
  get serial(): number {
    return Atomics.load(this.#slots, SERIAL);
  }

  /** The guest's linear memories after its last call. */
  get memoryBytes(): number {
    return Atomics.load(this.#slots, MEMORY_PAGES) * pageBytes;
  }

  /** The call in hand, or undefined between calls. */
  get inHand(): CallInHand | undefined {
    const serial = this.serial;
    if (serial % 2 === 0) return undefined;
    return {
      serial,
      call: guestCalls[Atomics.load(this.#slots, CALL)]!,
      id: Atomics.load(this.#slots, ID),
      target: Atomics.load(this.#slots, TARGET),
    };
  }
}
