import type { Batch } from "../../contract/index.ts";
import { ByteRanges } from "./byte-ranges.ts";
import { FieldCursor, lengthDelimitedType } from "./field-cursor.ts";

/**
 * Where spans are, from the outside in, by field number: `ExportTraceServiceRequest.resource_spans` = 1,
 * `ResourceSpans.scope_spans` = 2, `ScopeSpans.spans` = 2
 * (https://github.com/open-telemetry/opentelemetry-proto, trace/v1/trace.proto).
 */
const pathToSpans = [1, 2, 2] as const;
const spanDepth = pathToSpans.length - 1;

/**
 * The spans number `from` up to and without `to` of a batch, counted from 0 in the order of the bytes, in their own
 * resources and scopes. Whatever else a resource or a scope holds, unknown fields too, is in each slice that has one
 * of its spans; what has no spans at all is in the slice that begins with span 0. The spans' own bytes are not
 * changed. Answers undefined when the bytes are not a well-formed request.
 */
export function sliceBatch(batch: Batch, from: number, to: number): Batch | undefined {
  const slicer = new Slicer(batch.spans, from, to);
  const kept = slicer.keep(0, batch.spans.length, 0);
  if (kept === undefined) return undefined;
  const spans = new Uint8Array(new SharedArrayBuffer(kept.byteLength));
  kept.copyTo(spans);
  return { spans, spanCount: slicer.keptSpans };
}

class Slicer {
  keptSpans = 0;
  readonly #bytes: Uint8Array;
  readonly #from: number;
  readonly #to: number;
  #seenSpans = 0;

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
  }

  /** What is kept of the message at `start…end`; undefined = malformed. */
  keep(start: number, end: number, depth: number): ByteRanges | undefined {
    const cursor = new FieldCursor(this.#bytes, start, end);
    const kept = new ByteRanges(this.#bytes);
    while (cursor.next()) {
      const leads = cursor.number === pathToSpans[depth] && cursor.wireType === lengthDelimitedType;
      if (!leads) kept.add(cursor.start, cursor.end);
      else if (depth === spanDepth) this.#keepSpan(cursor, kept);
      else if (!this.#keepInner(cursor, kept, depth)) return undefined;
    }
    return cursor.isMalformed ? undefined : kept;
  }

  #keepSpan(cursor: FieldCursor, kept: ByteRanges): void {
    const index = this.#seenSpans++;
    if (index < this.#from || index >= this.#to) return;
    this.keptSpans += 1;
    kept.add(cursor.start, cursor.end);
  }

  #keepInner(cursor: FieldCursor, kept: ByteRanges, depth: number): boolean {
    const [seenBefore, keptBefore] = [this.#seenSpans, this.keptSpans];
    const inner = this.keep(cursor.valueStart, cursor.end, depth + 1);
    if (inner === undefined) return false;
    const seen = this.#seenSpans - seenBefore;
    const keptHere = this.keptSpans - keptBefore;
    if (keptHere === seen && (seen > 0 || this.#from === 0)) kept.add(cursor.start, cursor.end);
    else if (keptHere > 0) kept.addMessage(cursor.number, inner);
    return true;
  }
}
