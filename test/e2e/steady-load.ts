import { setInterval as ticks } from "node:timers/promises";
import { encodeOtlp } from "../support/otlp-proto.ts";

export interface SteadyLoadOptions {
  /** The whole URL of an OTLP/HTTP receiver. */
  readonly url: string;
  readonly spansPerBatch: number;
  readonly intervalMillis: number;
  /** Between these bounds it ends as soon as `until` says so. */
  readonly minBatches: number;
  readonly maxBatches: number;
  readonly until: () => Promise<boolean>;
}

/** The ids of the spans that were accepted, and the answers that were none. */
export interface LoadReport {
  readonly accepted: readonly string[];
  readonly refusals: readonly string[];
}

/** Posts batches of spans of which no two have the same id, one in each interval. */
export async function steadyLoad(options: SteadyLoadOptions): Promise<LoadReport> {
  const { url, spansPerBatch, intervalMillis, minBatches, maxBatches, until } = options;
  const accepted: string[] = [];
  const refusals: string[] = [];
  let batches = 0;
  for await (const _ of ticks(intervalMillis)) {
    const ids = Array.from({ length: spansPerBatch }, (_, index) => spanId(batches * spansPerBatch + index));
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      body: requestOf(ids),
    });
    const body = await response.text();
    if (response.status === 200) accepted.push(...ids);
    else refusals.push(`${response.status} ${body}`);
    batches += 1;
    if (batches >= maxBatches) break;
    if (batches >= minBatches && batches % 10 === 0 && (await until())) break;
  }
  return { accepted, refusals };
}

const spanId = (number: number) => (number + 1).toString(16).padStart(16, "0");

function requestOf(ids: readonly string[]): Uint8Array<ArrayBuffer> {
  const spans = ids.map((id) => ({
    traceId: Buffer.alloc(16, 7),
    spanId: Buffer.from(id, "hex"),
    name: "steady",
    kind: 1,
    startTimeUnixNano: "1700000000000000000",
    endTimeUnixNano: "1700000000000000001",
  }));
  return new Uint8Array(
    encodeOtlp("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", {
      resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: "test" }, spans }] }],
    }),
  );
}
