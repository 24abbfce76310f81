import { JsonWriter, Span, SpanEvent } from "@spandock/guest-sdk";
import { ValueWriter } from "./value-writer";

const nanosPerMicro: u64 = 1_000;

/** Writes events as annotations: the name, with attributes as `"name":{"key":value}`. */
export class AnnotationWriter {
  private readonly values: ValueWriter;

  constructor(private readonly json: JsonWriter) {
    this.values = new ValueWriter(json);
  }

  write(span: Span): void {
    if (span.eventCount == 0) return;
    const events = span.events;
    this.json.key("annotations");
    this.json.beginArray();
    for (let i = 0; i < events.length; i++) this.writeEvent(events[i]);
    this.json.endArray();
  }

  private writeEvent(event: SpanEvent): void {
    const json = this.json;
    json.beginObject();
    json.key("timestamp");
    json.number(event.timeUnixNano / nanosPerMicro);
    json.key("value");
    if (event.attributeCount == 0) json.rangeText(event.nameRange);
    else this.values.writeNamed(event.nameRange, event.attributes);
    json.endObject();
  }
}
