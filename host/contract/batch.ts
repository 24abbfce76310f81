/**
 * Spans on their way: the bytes of one `ExportTraceServiceRequest` in OTLP protobuf, and how many spans they
 * hold.
 *
 * Who owns the bytes: nobody writes to `spans` after the batch was made. They are shared by every queue that
 * holds the batch. When the view lies on a `SharedArrayBuffer`, worker threads read the same memory and nothing
 * is copied; on an `ArrayBuffer`, each worker gets a copy.
 */
export interface Batch {
  readonly spans: Uint8Array;
  readonly spanCount: number;
  /** Whoever keeps the batch beyond the call that brought it holds this; undefined = memory that is used once. */
  readonly memory?: BatchMemory | undefined;
}

/**
 * Memory under a batch that will be written to again when nobody holds it any more. Whoever makes it holds it
 * already. A holder that can't tell whether somebody still reads (a thread that was left behind, a write that was
 * abandoned) never releases: then it is not used again, and the garbage collector frees it.
 */
export interface BatchMemory {
  hold(): void;
  /** Once for each `hold`, when the holder and everyone it showed the bytes to have read them for the last time. */
  release(): void;
}

/** What becomes of a batch at the entrance of the pipeline. */
export type Admission =
  /** Every exporter's queue has it (on disk first, where a queue has storage). */
  | { readonly kind: "queued" }
  /** No queue has it. The sender may try again, after `retryAfterMillis` where it is given. */
  | { readonly kind: "refused"; readonly message: string; readonly retryAfterMillis?: number }
  /** No queue has it and none ever will, so the sender must not try this batch again. */
  | { readonly kind: "rejected"; readonly message: string };

/** Where receivers put what they received. */
export interface BatchConsumer {
  consume(batch: Batch): Admission | Promise<Admission>;
}
