import type { ResourceSpansModel, SpanModel, TracesModel } from "../../otlp/index.ts";
import { type BatchCase, batchCase, marker } from "./batch-case.ts";

const startNano = 1_700_000_000_000_000_000n;

/** A span as programs make them; `index` makes it differ from others. */
export function plainSpan(index = 0): SpanModel {
  const spanId = new Uint8Array(8);
  new DataView(spanId.buffer).setBigUint64(0, BigInt(index) + 1n);
  const start = startNano + BigInt(index) * 1_000_000n;
  return {
    traceId: new Uint8Array(16).fill(0x5a),
    spanId,
    name: `GET /${marker}`,
    kind: 2,
    startTimeUnixNano: start,
    endTimeUnixNano: start + 250_000n,
    attributes: [{ key: "http.route", value: { string: marker } }],
    status: { code: 1 },
  };
}

/** One resource with one scope and these spans. */
export function tracesOf(spans: readonly SpanModel[], more: Partial<ResourceSpansModel> = {}): TracesModel {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { string: "spandock-check" } }] },
        scopeSpans: [{ scope: { name: "check", version: "1" }, spans }],
        ...more,
      },
    ],
  };
}

export const spansOf = (count: number): SpanModel[] =>
  Array.from({ length: count }, (_, index) => plainSpan(index));

/** What the checks send that are about something else than the batch. */
export const plainBatch: BatchCase = batchCase("three plain spans", () => tracesOf(spansOf(3)));
