// Sends a few spans with the unmodified OpenTelemetry JS SDK: one trace of a shop's checkout.
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

/** Resolves when the receiver at `url` has acknowledged every span. */
export async function sendSpans(url = "http://127.0.0.1:4318/v1/traces") {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "checkout", "host.name": "demo-host" }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  const tracer = trace.getTracer("spandock-demo", "1.0.0");

  tracer.startActiveSpan("POST /checkout", { kind: SpanKind.SERVER }, (request) => {
    tracer.startActiveSpan("reserve stock", { attributes: { "cart.items": 3 } }, (reserve) => {
      reserve.addEvent("stock reserved", { warehouse: "north" });
      reserve.end();
    });
    tracer.startActiveSpan("charge card", { kind: SpanKind.CLIENT }, (charge) => {
      charge.setStatus({ code: SpanStatusCode.ERROR, message: "card declined" });
      charge.end();
    });
    request.setAttribute("http.response.status_code", 402);
    request.end();
  });

  await provider.shutdown();
}
