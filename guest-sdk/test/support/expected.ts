// What the probe has to answer, from protobufjs' reading of the same bytes.

// biome-ignore lint/suspicious/noExplicitAny: protobufjs gives plain objects of any shape
export type Message = any;

const count = (name: string, value: number | undefined) => (value ? { [name]: value } : {});
const text = (name: string, value: string | undefined) => (value ? { [name]: value } : {});

/** A span as OTLP/JSON; bytes of ids come as hex already. */
export function otlpJsonSpan(span: Message): object {
  return {
    traceId: span.traceId ?? "",
    spanId: span.spanId ?? "",
    ...text("parentSpanId", span.parentSpanId),
    ...text("traceState", span.traceState),
    ...count("flags", span.flags),
    name: span.name ?? "",
    kind: span.kind ?? 0,
    startTimeUnixNano: span.startTimeUnixNano ?? "0",
    endTimeUnixNano: span.endTimeUnixNano ?? "0",
    ...attributesOf(span),
    ...count("droppedAttributesCount", span.droppedAttributesCount),
    ...(span.events?.length ? { events: span.events.map(event) } : {}),
    ...count("droppedEventsCount", span.droppedEventsCount),
    ...(span.links?.length ? { links: span.links.map(link) } : {}),
    ...count("droppedLinksCount", span.droppedLinksCount),
    ...(span.status
      ? { status: { ...text("message", span.status.message), ...count("code", span.status.code) } }
      : {}),
  };
}

const event = (event: Message) => ({
  timeUnixNano: event.timeUnixNano ?? "0",
  name: event.name ?? "",
  ...attributesOf(event),
  ...count("droppedAttributesCount", event.droppedAttributesCount),
});

const link = (link: Message) => ({
  traceId: link.traceId ?? "",
  spanId: link.spanId ?? "",
  ...text("traceState", link.traceState),
  ...attributesOf(link),
  ...count("droppedAttributesCount", link.droppedAttributesCount),
  ...count("flags", link.flags),
});

/** `attributes` as OTLP/JSON, when there are any. */
export function attributesOf(message: Message | undefined): object {
  return message?.attributes?.length ? { attributes: message.attributes.map(keyValue) } : {};
}

const keyValue = (attribute: Message) => ({
  key: attribute.key ?? "",
  value: anyValue(attribute.value ?? {}),
});

function anyValue(value: Message): object {
  if (value.doubleValue !== undefined) {
    const number = value.doubleValue as number;
    return { doubleValue: Number.isFinite(number) ? number : String(number) };
  }
  if (value.bytesValue !== undefined) {
    return { bytesValue: Buffer.from(value.bytesValue, "hex").toString("base64") };
  }
  if (value.arrayValue) return { arrayValue: { values: (value.arrayValue.values ?? []).map(anyValue) } };
  if (value.kvlistValue) return { kvlistValue: { values: (value.kvlistValue.values ?? []).map(keyValue) } };
  return value;
}

/** What the probe reads with the views' getters. */
export function viewedResource(resourceSpans: Message): object {
  return {
    schemaUrl: resourceSpans.schemaUrl ?? "",
    droppedAttributesCount: resourceSpans.resource?.droppedAttributesCount ?? 0,
    attributes: viewedAttributes(resourceSpans.resource),
    spans: (resourceSpans.scopeSpans ?? [])
      .flatMap((scopeSpans: Message) =>
        (scopeSpans.spans ?? []).map((span: Message) => viewedSpan(span, scopeSpans)),
      )
      .reverse(),
  };
}

const viewedSpan = (span: Message, scopeSpans: Message) => ({
  scopeName: scopeSpans.scope?.name ?? "",
  scopeVersion: scopeSpans.scope?.version ?? "",
  scopeSchemaUrl: scopeSpans.schemaUrl ?? "",
  scopeDropped: scopeSpans.scope?.droppedAttributesCount ?? 0,
  scope: { attributes: viewedAttributes(scopeSpans.scope) },
  traceId: span.traceId ?? "",
  spanId: span.spanId ?? "",
  parentSpanId: span.parentSpanId ?? "",
  traceState: span.traceState ?? "",
  name: span.name ?? "",
  kind: span.kind ?? 0,
  flags: span.flags ?? 0,
  startTimeUnixNano: span.startTimeUnixNano ?? "0",
  endTimeUnixNano: span.endTimeUnixNano ?? "0",
  attributes: viewedAttributes(span),
  droppedAttributesCount: span.droppedAttributesCount ?? 0,
  droppedEventsCount: span.droppedEventsCount ?? 0,
  droppedLinksCount: span.droppedLinksCount ?? 0,
  statusText: span.status?.message ?? "",
  statusCode: span.status?.code ?? 0,
  events: (span.events ?? []).map((event: Message) => ({
    name: event.name ?? "",
    timeUnixNano: event.timeUnixNano ?? "0",
    droppedAttributesCount: event.droppedAttributesCount ?? 0,
    attributes: viewedAttributes(event),
  })),
  links: (span.links ?? []).map((link: Message) => ({
    traceId: link.traceId ?? "",
    spanId: link.spanId ?? "",
    traceState: link.traceState ?? "",
    flags: link.flags ?? 0,
    droppedAttributesCount: link.droppedAttributesCount ?? 0,
    attributes: viewedAttributes(link),
  })),
});

function viewedAttributes(message: Message | undefined): unknown[] {
  return (message?.attributes ?? []).map(viewedAttribute);
}

const viewedAttribute = (attribute: Message) => [attribute.key ?? "", viewedValue(attribute.value ?? {})];

function viewedValue(value: Message): object {
  if (value.stringValue !== undefined) return { text: value.stringValue };
  if (value.boolValue !== undefined) return { flag: value.boolValue };
  if (value.intValue !== undefined) return { integer: value.intValue };
  if (value.doubleValue !== undefined) return { double: (anyValue(value) as Message).doubleValue };
  if (value.bytesValue !== undefined) return { bytes: [...Buffer.from(value.bytesValue, "hex")].join(",") };
  if (value.arrayValue) return { list: (value.arrayValue.values ?? []).map(viewedValue) };
  if (value.kvlistValue) return { attributes: (value.kvlistValue.values ?? []).map(viewedAttribute) };
  return {};
}
