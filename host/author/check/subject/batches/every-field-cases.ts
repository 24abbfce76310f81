import type { SpanModel } from "../../../otlp/index.ts";
import { batchCase, marker } from "../batch-case.ts";
import { plainSpan } from "../plain-spans.ts";

const attribute = { key: "key", value: { string: marker } };
const ids = { traceId: new Uint8Array(16).fill(0xa1), spanId: new Uint8Array(8).fill(0xb2) };

/** A span in which every field of opentelemetry-proto 1.9 is set. */
const fullSpan: SpanModel = {
  ...plainSpan(1),
  traceState: "vendor=value,other=1",
  parentSpanId: new Uint8Array(8).fill(0xc3),
  flags: 0x301,
  attributes: [attribute],
  droppedAttributesCount: 1,
  events: [
    {
      timeUnixNano: 1_700_000_000_000_100_000n,
      name: marker,
      attributes: [attribute],
      droppedAttributesCount: 2,
    },
    { timeUnixNano: 1_700_000_000_000_200_000n, name: "exception" },
  ],
  droppedEventsCount: 3,
  links: [
    { ...ids, traceState: "a=b", attributes: [attribute], droppedAttributesCount: 4, flags: 0x100 },
    { ...ids },
  ],
  droppedLinksCount: 5,
  status: { message: marker, code: 2 },
};

export const everyFieldCases = [
  batchCase("two spans in which every field of OTLP is set, in two scopes of two resources", () => ({
    resourceSpans: [0, 1].map((index) => ({
      resource: {
        attributes: [
          { key: "service.name", value: { string: `shop-${index}` } },
          { key: "host.name", value: { string: "host" } },
          { key: "process.pid", value: { int: 4711n } },
          { key: "telemetry.sdk.language", value: { string: "nodejs" } },
        ],
        droppedAttributesCount: 6,
        entityRefs: [
          {
            schemaUrl: "https://opentelemetry.io/schemas/1.27.0",
            type: "service",
            idKeys: ["service.name"],
            descriptionKeys: ["host.name"],
          },
        ],
      },
      scopeSpans: [
        {
          scope: { name: "scope", version: "1.2.3", attributes: [attribute], droppedAttributesCount: 7 },
          spans: [fullSpan],
          schemaUrl: "https://opentelemetry.io/schemas/1.27.0",
        },
        { spans: [] },
      ],
      schemaUrl: "https://opentelemetry.io/schemas/1.27.0",
    })),
  })),
  batchCase("two spans of which no field is set", () => ({
    resourceSpans: [{ scopeSpans: [{ spans: [{}, {}] }] }],
  })),
];
