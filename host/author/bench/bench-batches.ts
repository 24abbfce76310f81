import { encodeTraces, type SpanModel } from "../otlp/index.ts";
import type { ProbeBatch } from "../probe/index.ts";

/** Spans in a batch: what a lone span costs, what SDKs send by default (512), and less and more than that. */
export const benchSizes = [1, 64, 512, 8_192] as const;

const startNano = 1_700_000_000_000_000_000n;

/** A batch of spans as an HTTP server makes them, about 400 bytes each. */
export function benchBatch(spanCount: number): ProbeBatch {
  const spans = encodeTraces({
    resourceSpans: [
      {
        resource: {
          attributes: [
            { key: "service.name", value: { string: "shop" } },
            { key: "service.version", value: { string: "1.2.3" } },
            { key: "host.name", value: { string: "shop-7d9c5b6f4-x2x9k" } },
            { key: "process.pid", value: { int: 4711n } },
          ],
        },
        scopeSpans: [
          {
            scope: { name: "@opentelemetry/instrumentation-http", version: "0.220.0" },
            spans: Array.from({ length: spanCount }, (_, index) => serverSpan(index)),
          },
        ],
      },
    ],
  });
  return { spans, spanCount };
}

function serverSpan(index: number): SpanModel {
  const spanId = new Uint8Array(8);
  new DataView(spanId.buffer).setUint32(4, index + 1);
  const start = startNano + BigInt(index) * 1_000_000n;
  return {
    traceId: new Uint8Array(16).fill(0x5a),
    spanId,
    parentSpanId: new Uint8Array(8).fill(0xa5),
    name: "GET /products/{id}",
    kind: 2,
    startTimeUnixNano: start,
    endTimeUnixNano: start + 3_250_000n,
    attributes: [
      { key: "http.request.method", value: { string: "GET" } },
      { key: "http.route", value: { string: "/products/{id}" } },
      { key: "url.path", value: { string: `/products/${index}` } },
      { key: "url.scheme", value: { string: "https" } },
      { key: "http.response.status_code", value: { int: 200n } },
      { key: "server.address", value: { string: "shop.example" } },
      { key: "server.port", value: { int: 443n } },
      { key: "client.address", value: { string: "203.0.113.7" } },
      { key: "user_agent.original", value: { string: "Mozilla/5.0 (X11; Linux x86_64)" } },
    ],
    events: [{ timeUnixNano: start + 1_000_000n, name: "cache miss" }],
    status: { code: 1 },
  };
}
