import type { Batch, BatchConsumer } from "../../../host/contract/index.ts";
import { createPipeline } from "../../../host/pipeline/index.ts";
import { OwnTraces } from "../../../host/telemetry/index.ts";
import { FakeClock } from "../../pipeline/fake-clock.ts";
import { FakePort } from "../../pipeline/fake-port.ts";
import { CollectingLogger, exporterOf } from "../../pipeline/set-up.ts";
import { decodeOtlp, type OtlpMessage } from "../../support/otlp-proto.ts";

export const decode = ({ spans }: Batch) =>
  decodeOtlp("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", spans) as {
    resourceSpans: { resource: OtlpMessage; scopeSpans: { scope: OtlpMessage; spans: OtlpMessage[] }[] }[];
  };
export const spansOf = (batch: Batch) => decode(batch).resourceSpans[0]!.scopeSpans[0]!.spans;

/** Attributes as a plain object, whatever their type. */
export const attributesOf = ({ attributes = [] }: OtlpMessage) =>
  Object.fromEntries(
    (attributes as { key: string; value: OtlpMessage }[]).map(({ key, value }) => [
      key,
      Object.values(value)[0],
    ]),
  );

const isOwn = ({ spans }: Batch) => spans.length > 1;

interface SetUpOptions {
  readonly port?: FakePort;
  readonly share?: number;
  readonly draw?: () => number;
  readonly sink?: BatchConsumer;
}

/** A pipeline with one exporter; own batches go to `own` unless a sink is given. */
export async function setUp({ port = new FakePort("files"), share = 1, draw, sink }: SetUpOptions = {}) {
  let seed = 0;
  // Different numbers below 0.5, so that ids differ and a share of 0.5 takes everything.
  const random = draw ?? (() => (seed++ % 1000) / 2000);
  const clock = new FakeClock();
  const logger = new CollectingLogger();
  const own: Batch[] = [];
  const collecting: BatchConsumer = {
    consume(batch) {
      own.push(batch);
      return { kind: "queued" };
    },
  };
  const traces = new OwnTraces({
    share,
    isOwn,
    random,
    clock,
    logger,
    version: "1.2.3",
    sink: sink ?? collecting,
  });
  const pipeline = createPipeline({
    exporters: [exporterOf({ port })],
    fanOut: "all",
    observer: traces,
    shutdownTimeoutMillis: 1_000,
    random,
    clock,
    logger,
  });
  await pipeline.start();
  return { traces, pipeline, clock, logger, own, port, entrance: traces.following("otlp/http", pipeline) };
}
