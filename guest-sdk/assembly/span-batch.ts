import { checkRequest } from "./otlp/check-request";
import { repeatedIn, Views } from "./otlp/views";
import { ResourceSpans } from "./resource-spans";
import { Range, range, rangeBytes } from "./wire/range";

/**
 * The bytes that the agent handed over: an OTLP `ExportTraceServiceRequest` in protobuf. They, and every view on them,
 * are valid until `exportSpans` returns.
 *
 * ```ts
 * const problem = batch.check();
 * if (problem !== null) return Outcome.permanent(problem);
 * const resources = batch.resourceSpans;
 * for (let i = 0; i < resources.length; i++) Log.info(resources[i].node.serviceName);
 * ```
 */
export class SpanBatch {
  private request: Range;
  /** Length of the encoded batch. */
  readonly byteLength: i32;

  /** @internal */
  constructor(
    address: usize,
    byteLength: usize,
    /** How many spans the agent counted, over all resources. */
    readonly spanCount: u32,
  ) {
    this.request = byteLength == 0 ? 0 : range(address, address + byteLength);
    this.byteLength = <i32>byteLength;
  }

  /** The raw bytes, in place: for a destination that takes OTLP as it is. */
  get encoded(): Range {
    return this.request;
  }

  /** A copy of the raw bytes, to keep. */
  get bytes(): Uint8Array {
    return rangeBytes(this.request);
  }

  /**
   * Null when the whole batch can be read, else what is wrong and where. Views on a batch that was not checked are safe,
   * but end at the first thing they can't read.
   */
  check(): string | null {
    return checkRequest(this.request);
  }

  /** The batch by resource, in the order it was sent. Finding them walks the batch once at each call. */
  get resourceSpans(): Views<ResourceSpans> {
    return new Views<ResourceSpans>(this.request, 10, repeatedIn(this.request, 10));
  }

  /** @internal The memory goes back: what is kept of this batch by mistake is empty from now on. */
  end(): void {
    this.request = 0;
  }
}
