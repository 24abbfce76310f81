/** Bytes that the host may hold for one plugin at the same time. */
export class ByteBudget {
  readonly maxBytes: number;
  #taken = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** Takes bytes, unless that would be too many. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.maxBytes) return false;
    this.#taken += bytes;
    return true;
  }

  /** Gives bytes back. */
  give(bytes: number): void {
    this.#taken -= bytes;
  }
}
