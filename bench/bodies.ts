import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";

/** With these a span takes about 880 bytes. */
const defaultAttributesPerSpan = 20;

/**
 * An `ExportTraceServiceRequest` with `spanCount` spans as the OpenTelemetry JS SDK serializes it. 512 spans make
 * about 450 kB.
 */
export function traceBody(
  spanCount: number,
  attributesPerSpan: number = defaultAttributesPerSpan,
): Uint8Array {
  const memory = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "bench", "host.name": "bench-host" }),
    spanProcessors: [new SimpleSpanProcessor(memory)],
  });
  const tracer = provider.getTracer("bench", "1.0.0");
  for (let index = 0; index < spanCount; index++) {
    const span = tracer.startSpan(`GET /items/${index}`);
    for (let key = 0; key < attributesPerSpan; key++) {
      span.setAttribute(`attribute.key.${key}`, key % 4 === 0 ? index * key : `value-${index}-${key}`);
    }
    span.end();
  }
  const body = ProtobufTraceSerializer.serializeRequest(memory.getFinishedSpans());
  if (body === undefined) throw new Error("the serializer gave nothing");
  return body;
}
