import { otlpRoot } from "../../test/support/otlp-proto.ts";

interface ResourceSpans {
  readonly scopeSpans: readonly { readonly spans: readonly unknown[] }[];
}

/** Spans of an `ExportTraceServiceRequest`, decoded by protobufjs: the agent's own counter is not asked. */
export function spansInRequest(bytes: Uint8Array): number {
  const type = otlpRoot.lookupType("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest");
  return spansOf((type.decode(bytes) as unknown as { resourceSpans: ResourceSpans[] }).resourceSpans);
}

/** Spans in lines of OTLP/JSON, as the Collector writes them, or of the files exporter's own shape. */
export function spansInLines(text: string): number {
  const lines = text.trimEnd().split("\n");
  return lines.reduce((sum, line) => {
    const { span_data = [], resourceSpans = [] } = JSON.parse(line) as {
      span_data?: unknown[];
      resourceSpans?: ResourceSpans[];
    };
    return sum + span_data.length + spansOf(resourceSpans);
  }, 0);
}

const spansOf = (resourceSpans: readonly ResourceSpans[]) =>
  resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)).length;
