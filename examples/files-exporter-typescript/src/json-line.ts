import { type KeyValue, type ResourceSpans, textAttribute } from "../guest/otlp.ts";
import { attributesJson, spanJson } from "./otlp-json.ts";

/**
 * The spans of one resource as a line of JSON with its end, in pieces. Members that the resource does not say are left
 * out.
 */
export function jsonLine(resourceSpans: ResourceSpans, at: Date): string[] {
  const head = JSON.stringify({ at: at.toISOString(), node: nodeJson(resourceSpans) });
  // Span by span: the objects of all spans of a batch would take many times the memory of their texts.
  const spans = resourceSpans.scopeSpans.flatMap((scopeSpans) =>
    Array.from(scopeSpans.spans, (span) => JSON.stringify(spanJson(span))),
  );
  return [
    `${head.slice(0, -1)},"span_data":[`,
    ...spans.map((span, index) => (index === 0 ? span : `,${span}`)),
    "]}\n",
  ];
}

/** Who sent the spans, with OpenCensus' members, and all attributes of the resource. */
function nodeJson({ resource, schemaUrl }: ResourceSpans) {
  const attributes = resource?.attributes ?? [];
  const text = (...keys: readonly string[]) =>
    keys.map((key) => textAttribute(attributes, key)).find((it) => it);
  return {
    identifier: unlessEmpty({
      hostName: text("host.name"),
      pid: pidOf(attributes),
      startTimestamp: text("process.creation.time", "opencensus.starttime"),
    }),
    libraryInfo: unlessEmpty({
      language: text("telemetry.sdk.language"),
      exporterVersion: text("telemetry.distro.version", "opencensus.exporterversion"),
      coreLibraryVersion: text("telemetry.sdk.version"),
    }),
    serviceInfo: unlessEmpty({ name: text("service.name") }),
    attributes: attributesJson(attributes),
    droppedAttributesCount: resource?.droppedAttributesCount || undefined,
    schemaUrl: schemaUrl || undefined,
  };
}

/** Some senders give the number as text. */
function pidOf(attributes: readonly KeyValue[]): number | undefined {
  const value = attributes.find(({ key }) => key === "process.pid")?.value;
  if (value?.value === "intValue") return value.intValue.toNumber() || undefined;
  return value?.value === "stringValue" ? Number.parseInt(value.stringValue, 10) || undefined : undefined;
}

function unlessEmpty(members: Readonly<Record<string, unknown>>) {
  return Object.values(members).some((member) => member !== undefined) ? members : undefined;
}
