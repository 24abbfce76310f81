import assert from "node:assert/strict";
import { test } from "node:test";
import protobuf from "protobufjs";
import { readBatch } from "../guest/otlp.ts";
import { otlpProto } from "../guest/otlp-proto.ts";
import { jsonLine } from "../src/json-line.ts";

const request = protobuf.parse(otlpProto).root.lookupType("ExportTraceServiceRequest");
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

function lineOf(resourceSpans: object) {
  const bytes = request.encode(request.fromObject({ resourceSpans: [resourceSpans] })).finish();
  return JSON.parse(jsonLine(readBatch(bytes)[0]!, new Date(0)).join(""));
}

test("a resource becomes a node with OpenCensus' members and all attributes", () => {
  const attributes = [
    text("host.name", "h1"),
    text("process.pid", "42"),
    text("opencensus.starttime", "2024-02-29T12:00:00Z"),
    text("telemetry.sdk.language", "nodejs"),
    text("service.name", "shop"),
    text("service.name", "not this one"),
  ];
  const { node } = lineOf({ resource: { attributes, droppedAttributesCount: 1 }, schemaUrl: "s" });
  assert.deepEqual(node, {
    identifier: { hostName: "h1", pid: 42, startTimestamp: "2024-02-29T12:00:00Z" },
    libraryInfo: { language: "nodejs" },
    serviceInfo: { name: "shop" },
    attributes,
    droppedAttributesCount: 1,
    schemaUrl: "s",
  });
});

test("values of all kinds are written as OTLP/JSON", () => {
  const sent = [
    { intValue: "-9223372036854775808" },
    { doubleValue: 0.5 },
    { doubleValue: Number.NaN },
    { boolValue: false },
    { bytesValue: Uint8Array.of(0xfb, 0xff) },
    { arrayValue: { values: [{ stringValue: "a" }, {}] } },
    { kvlistValue: { values: [text("k", "v")] } },
    {},
  ];
  const attributes = sent.map((value, index) => ({ key: `${index}`, value }));
  const span = {
    traceId: new Uint8Array(16).fill(0xab),
    endTimeUnixNano: "18446744073709551615",
    attributes,
  };
  const { span_data: spans } = lineOf({ scopeSpans: [{ spans: [span] }] });
  assert.equal(spans[0].traceId, "ab".repeat(16));
  assert.equal(spans[0].endTimeUnixNano, "18446744073709551615");
  assert.deepEqual(
    spans[0].attributes.map(({ value }: { value: object }) => value),
    [
      { intValue: "-9223372036854775808" },
      { doubleValue: 0.5 },
      { doubleValue: "NaN" },
      { boolValue: false },
      { bytesValue: "+/8=" },
      { arrayValue: { values: [{ stringValue: "a" }, {}] } },
      { kvlistValue: { values: [text("k", "v")] } },
      {},
    ],
  );
});
