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
