import { ROOT_CONTEXT, type SpanKind, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeSpans } from "../../host/embed/spans-to-otlp.ts";
import { countSpans } from "../../host/otlp/index.ts";
import { decodeOtlp, type OtlpMessage } from "../support/otlp-proto.ts";

const decode = (bytes: Uint8Array) => withoutDefaults(decodeOtlp("ExportTraceServiceRequest", bytes));

/** The SDK's serializer writes zeros that we leave out, which in proto3 is the same message. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as OtlpMessage)
      .filter(([key, member]) => key.endsWith("Value") || ![0, "", "0"].includes(member as string))
      .map(([key, member]) => [key, withoutDefaults(member)]),
  );
}

interface Recipe {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Record<string, string | number | boolean | string[] | number[]>;
  readonly scope: string;
  readonly remoteParent: boolean;
  readonly error: string | undefined;
}

function makeSpans(recipes: readonly Recipe[]): ReadableSpan[] {
  const memory = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "shop", cpus: 4 }),
    spanProcessors: [new SimpleSpanProcessor(memory)],
  });
  for (const recipe of recipes) {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const parent = { traceId, spanId: "b7ad6b7169203331", traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const context = recipe.remoteParent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    const span = provider
      .getTracer(recipe.scope, "1.0")
      .startSpan(recipe.name, { kind: recipe.kind, attributes: recipe.attributes }, context);
    span.addEvent("event", recipe.attributes);
    span.addLink({ context: parent, attributes: { a: 1 } });
    if (recipe.error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: recipe.error });
    span.end();
  }
  return memory.getFinishedSpans();
}

const value = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Number.isInteger(each)),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const recipe = fc.record<Recipe>({
  name: fc.string({ unit: "grapheme" }),
  kind: fc.constantFrom(0, 1, 2, 3, 4),
  attributes: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), value, { maxKeys: 4 }),
  scope: fc.constantFrom("a", "b"),
  remoteParent: fc.boolean(),
  error: fc.option(fc.string(), { nil: undefined }),
});

describe("spans of the OpenTelemetry SDK", () => {
  it("encode to the same request as by the SDK's own serializer", () => {
    fc.assert(
      fc.property(fc.array(recipe, { minLength: 1, maxLength: 6 }), (recipes) => {
        const spans = makeSpans(recipes);
        expect(decode(encodeSpans(spans))).toEqual(decode(ProtobufTraceSerializer.serializeRequest(spans)!));
      }),
      { numRuns: 50 },
    );
  });

  it("keep their texts when half of a surrogate pair is in them", () => {
    const [span] = makeSpans([
      {
        name: "\ud8001234567890123456",
        kind: 0,
        attributes: {},
        scope: "a",
        remoteParent: false,
        error: undefined,
      },
    ]);
    const text = JSON.stringify(decode(encodeSpans([span!])));
    expect(text).toContain("\ufffd1234567890123456");
  });

  it("encode numbers that are no integers of 64 bits as doubles", () => {
    const [span] = makeSpans([
      {
        name: "n",
        kind: 0,
        attributes: { huge: 1e300, whole: 2 ** 53 },
        scope: "a",
        remoteParent: false,
        error: undefined,
      },
    ]);
    const request = decode(encodeSpans([span!])) as {
      resourceSpans: { scopeSpans: { spans: OtlpMessage[] }[] }[];
    };
    expect(request.resourceSpans[0]!.scopeSpans[0]!.spans[0]!.attributes).toEqual([
      { key: "huge", value: { doubleValue: 1e300 } },
      { key: "whole", value: { doubleValue: 2 ** 53 } },
    ]);
  });

  it("of the SDK's first major version name scope and parent by their old names", () => {
    const [span] = makeSpans([
      { name: "old", kind: 0, attributes: {}, scope: "lib", remoteParent: false, error: undefined },
    ]);
    const old = Object.assign(Object.create(span!), {
      instrumentationScope: undefined,
      instrumentationLibrary: { name: "old-lib", version: "1" },
      parentSpanContext: undefined,
      parentSpanId: "b7ad6b7169203331",
    }) as ReadableSpan;
    const encoded = encodeSpans([old]);
    expect(countSpans(encoded)).toEqual({ kind: "counted", spanCount: 1 });
    expect(JSON.stringify(decode(encoded))).toContain('"name":"old-lib"');
    expect(JSON.stringify(decode(encoded))).toContain('"parentSpanId":"b7ad6b7169203331"');
  });
});
