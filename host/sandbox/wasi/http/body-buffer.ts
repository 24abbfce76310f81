const stateBytes = 8;
const free = 0;
const taken = 1;

/**
 * Room for one request's body in memory that the network's thread reads in place. Whoever has it last, frees it: the
 * plugin's thread when the body is never sent, the network's thread when the system has taken all of it.
 */
export class BodyBuffer {
  readonly shared: SharedArrayBuffer;
  readonly #state: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#state = new Int32Array(shared, 0, 1);
  }

  static ofCapacity(bytes: number): BodyBuffer {
    return new BodyBuffer(new SharedArrayBuffer(stateBytes + bytes));
  }

  get capacity(): number {
    return this.shared.byteLength - stateBytes;
  }

  /** The first `byteLength` bytes. */
  bytes(byteLength: number): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.shared, stateBytes, byteLength);
  }

  /** Takes it, if nobody has it. */
  take(): boolean {
    return Atomics.compareExchange(this.#state, 0, free, taken) === free;
  }

  /** Nobody reads or writes it any more. */
  free(): void {
    Atomics.store(this.#state, 0, free);
  }
}
