import type { Batch } from "../../contract/index.ts";

/**
 * One batch with the spans of all, in their order. Protobuf messages merge by concatenation: repeated fields, and an
 * `ExportTraceServiceRequest` has nothing else, follow each other
 * (https://protobuf.dev/programming-guides/encoding/#last-one-wins). The result lies on new shared memory, except
 * that a single batch is handed back as it is.
 */
export function mergeBatches(batches: readonly Batch[]): Batch {
  if (batches.length === 1) return batches[0]!;
  let byteLength = 0;
  let spanCount = 0;
  for (const batch of batches) {
    byteLength += batch.spans.length;
    spanCount += batch.spanCount;
  }
  const spans = new Uint8Array(new SharedArrayBuffer(byteLength));
  let offset = 0;
  for (const batch of batches) {
    spans.set(batch.spans, offset);
    offset += batch.spans.length;
  }
  return { spans, spanCount };
}
