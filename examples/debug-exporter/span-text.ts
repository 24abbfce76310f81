import { Attributes, LogFields, SpanKind, SpanStatus, StatusCode } from "@spandock/guest-sdk";

const kindNames: string[] = ["unspecified", "internal", "server", "client", "producer", "consumer"];

export function kindName(kind: SpanKind): string {
  return kind >= 0 && kind < kindNames.length ? kindNames[kind] : "kind " + kind.toString();
}

/** Between two times in nanoseconds; "-1 ms" when they are in the wrong order, as clocks are at times. */
export function duration(startUnixNano: u64, endUnixNano: u64): string {
  const micros = <i64>(endUnixNano - startUnixNano) / 1000;
  const millis = (<f64>micros / 1000).toString();
  return (millis.endsWith(".0") ? millis.substring(0, millis.length - 2) : millis) + " ms";
}

/** "" for a span whose status is not set. */
export function statusText(status: SpanStatus): string {
  const text = status.message.length > 0 ? ": " + status.message : "";
  if (status.code == StatusCode.Error) return "error" + text;
  return status.code == StatusCode.Ok ? "ok" + text : "";
}

/** Attributes beside the line's message. */
export function attributeFields(attributes: Attributes): LogFields {
  const fields = new LogFields();
  for (let i = 0; i < attributes.length; i++) {
    const attribute = attributes[i];
    fields.add(attribute.key, attribute.value.toString());
  }
  return fields;
}
