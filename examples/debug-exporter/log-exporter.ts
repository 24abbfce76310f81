import { Log, Node, Outcome, Span, SpanEvent, SpanLink, Spans, TraceExporter } from "@spandock/guest-sdk";
import { attributeFields, duration, kindName, statusText } from "./span-text";
import { Verbosity } from "./verbosity";

/** Prints spans for people to read. */
export class LogExporter extends TraceExporter {
  constructor(private readonly verbosity: Verbosity) {
    super();
  }

  exportSpanData(node: Node, spans: Spans): Outcome {
    const who = node.serviceName.length > 0 ? node.serviceName : "unknown service";
    const where = node.hostName.length > 0 ? " on " + node.hostName : "";
    const isDetailed = this.verbosity == Verbosity.Detailed;
    const count = spans.length == 1 ? "1 span" : spans.length.toString() + " spans";
    Log.info(count + " from " + who + where, isDetailed ? attributeFields(node.attributes) : null);
    if (this.verbosity == Verbosity.Basic) return Outcome.accepted();
    for (let i = 0; i < spans.length; i++) {
      const span = spans[i];
      printSpan(span, isDetailed);
      if (isDetailed) printDetails(span);
    }
    return Outcome.accepted();
  }
}

/** `charge card (client, 12.5 ms, error: card declined) trace 5b8e… span 6f1a… parent 0c2d… by shop 1.2.3` */
function printSpan(span: Span, isDetailed: bool): void {
  const facts = [kindName(span.kind), duration(span.startTimeUnixNano, span.endTimeUnixNano)];
  const status = statusText(span.status);
  if (status.length > 0) facts.push(status);
  const parent = span.parentSpanId.length > 0 ? " parent " + span.parentSpanId : "";
  const scope =
    span.scope.name.length > 0 ? " by " + (span.scope.name + " " + span.scope.version).trimEnd() : "";
  const ids = " trace " + span.traceId + " span " + span.spanId + parent;
  const line = span.name + " (" + facts.join(", ") + ")" + ids + scope;
  Log.info(line, isDetailed ? attributeFields(span.attributes) : null);
}

function printDetails(span: Span): void {
  for (let i = 0; i < span.events.length; i++) printEvent(span.events[i], span);
  for (let i = 0; i < span.links.length; i++) printLink(span.links[i]);
  const dropped: string[] = [];
  if (span.droppedAttributesCount > 0) dropped.push(span.droppedAttributesCount.toString() + " attributes");
  if (span.droppedEventsCount > 0) dropped.push(span.droppedEventsCount.toString() + " events");
  if (span.droppedLinksCount > 0) dropped.push(span.droppedLinksCount.toString() + " links");
  if (dropped.length > 0) Log.info("  dropped by the sender: " + dropped.join(", "));
  if (span.traceState.length > 0) Log.info("  trace state " + span.traceState);
}

function printEvent(event: SpanEvent, span: Span): void {
  const after = duration(span.startTimeUnixNano, event.timeUnixNano);
  Log.info("  event " + event.name + " after " + after, attributeFields(event.attributes));
}

function printLink(link: SpanLink): void {
  Log.info("  link to trace " + link.traceId + " span " + link.spanId, attributeFields(link.attributes));
}
