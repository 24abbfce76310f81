import {
  AnyValue,
  Attributes,
  byteLength,
  end,
  JsonWriter,
  Node,
  Range,
  rangeEquals,
  Span,
  start,
  StatusCode,
  ValueKind,
} from "@spandock/guest-sdk";
import { ValueWriter } from "./value-writer";

/**
 * Writes the tags of a span: what OpenTelemetry says beside attributes, then the attributes of span, scope and resource.
 * Each key comes once: a JSON object with a key twice is refused by some readers. The first one wins.
 */
export class TagWriter {
  private readonly values: ValueWriter;
  private resource: Attributes | null = null;
  private names: string[] = [];
  private keys: Range[] = [];
  private isOpen: bool = false;

  constructor(private readonly json: JsonWriter) {
    this.values = new ValueWriter(json);
  }

  /** The resource of the spans to come. */
  begin(node: Node): void {
    this.resource = node.attributes;
  }

  write(span: Span): void {
    this.names.length = 0;
    this.keys.length = 0;
    this.isOpen = false;
    this.writeStatus(span);
    this.writeScope(span);
    this.writeCount("otel.dropped_attributes_count", span.droppedAttributesCount);
    this.writeCount("otel.dropped_events_count", span.droppedEventsCount);
    this.writeCount("otel.dropped_links_count", span.droppedLinksCount);
    this.writeAttributes(span.attributes, true);
    this.writeAttributes(span.scope.attributes, true);
    this.writeAttributes(this.resource!, false);
    if (this.isOpen) this.json.endObject();
  }

  private writeStatus(span: Span): void {
    if (!span.hasStatus) return;
    const status = span.status;
    if (status.code != StatusCode.Ok && status.code != StatusCode.Error) return;
    const isError = status.code == StatusCode.Error;
    this.name("otel.status_code");
    this.json.text(isError ? "ERROR" : "OK");
    if (!isError) return;
    this.name("error");
    this.json.rangeText(status.messageRange);
  }

  /** With the names of before 1.20, which readers may still know. */
  private writeScope(span: Span): void {
    const scope = span.scope;
    this.writeNamed("otel.scope.name", scope.nameRange);
    this.writeNamed("otel.scope.version", scope.versionRange);
    this.writeNamed("otel.library.name", scope.nameRange);
    this.writeNamed("otel.library.version", scope.versionRange);
  }

  private writeNamed(name: string, text: Range): void {
    if (byteLength(text) == 0) return;
    this.name(name);
    this.json.rangeText(text);
  }

  private writeCount(name: string, count: u32): void {
    if (count == 0) return;
    this.name(name);
    this.json.text(count.toString());
  }

  private writeAttributes(attributes: Attributes, takesServiceName: bool): void {
    for (let i = 0; i < attributes.length; i++) {
      const attribute = attributes[i];
      const key = attribute.keyRange;
      if (this.isWritten(key)) continue;
      // The resource's stands in the local endpoint.
      if (!takesServiceName && rangeEquals(key, "service.name")) continue;
      const value = attribute.value;
      // Zipkin takes any tag of this name for an error, whatever it says.
      if (rangeEquals(key, "error") && saysNo(value)) continue;
      this.open();
      this.keys.push(key);
      this.json.rangeKey(key);
      this.values.writeText(value);
    }
  }

  private name(name: string): void {
    this.open();
    this.names.push(name);
    this.json.key(name);
  }

  private open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.json.key("tags");
    this.json.beginObject();
  }

  private isWritten(key: Range): bool {
    for (let i = 0; i < this.names.length; i++) if (rangeEquals(key, this.names[i])) return true;
    for (let i = 0; i < this.keys.length; i++) if (isSame(key, this.keys[i])) return true;
    return false;
  }
}

function isSame(one: Range, other: Range): bool {
  const size = byteLength(one);
  if (size != byteLength(other)) return false;
  // The ends differ more often than the beginnings.
  if (size > 0 && load<u8>(end(one) - 1) != load<u8>(end(other) - 1)) return false;
  return memory.compare(start(one), start(other), size) == 0;
}

function saysNo(value: AnyValue): bool {
  return value.kind == ValueKind.Flag ? !value.flag : value.text == "false";
}
