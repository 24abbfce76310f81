import type { Batch } from "../contract/index.ts";
import type { ExportCall, ToWorker } from "./worker/messages.ts";

/** Calls that go to a plugin's thread in one message. */
export class Outbox {
  #calls: ExportCall[] = [];
  #transferred: ArrayBuffer[] = [];

  get isEmpty(): boolean {
    return this.#calls.length === 0;
  }

  /** Bytes on a SharedArrayBuffer are shared, others are copied, since the sender may need them again. */
  add(id: number, { spans, spanCount }: Batch, targets: readonly number[]): void {
    if (spans.buffer instanceof SharedArrayBuffer) {
      this.#calls.push({ id, spans, spanCount, targets });
      return;
    }
    // A view would be cloned with all of the buffer that it lies on, which may be a pool. Not by `slice`: that of a
    // Buffer is a view as well.
    const copy = new Uint8Array(spans);
    this.#calls.push({ id, spans: copy, spanCount, targets });
    this.#transferred.push(copy.buffer as ArrayBuffer);
  }

  /** The message with all that was added, and what of it is moved instead of copied. */
  take(): { readonly message: ToWorker; readonly transferred: readonly ArrayBuffer[] } {
    const taken = {
      message: { kind: "export", calls: this.#calls },
      transferred: this.#transferred,
    } as const;
    this.#calls = [];
    this.#transferred = [];
    return taken;
  }
}
