import assert from "node:assert/strict";
import { test } from "node:test";
import protobuf from "protobufjs";
import { MalformedBatch } from "../guest/otlp.ts";
import { otlpProto } from "../guest/otlp-proto.ts";
import { FileExporter } from "../src/file-exporter.ts";

const request = protobuf.parse(otlpProto).root.lookupType("ExportTraceServiceRequest");
const now = () => new Date("2024-02-29T12:34:56Z");

function batchOf(...names: readonly string[]) {
  const resourceSpans = names.map((name) => ({ scopeSpans: [{ spans: [{ name }] }] }));
  return { spans: request.encode(request.fromObject({ resourceSpans })).finish(), spanCount: names.length };
}

test("the lines of a batch are written at once, one for each resource", () => {
  const written: string[] = [];
  const exporter = new FileExporter({ write: (pieces) => void written.push(pieces.join("")) }, now);
  assert.deepEqual(exporter.exportSpans(batchOf("pay", "poll")), { kind: "accepted" });
  const [text, ...more] = written;
  assert.deepEqual(more, []);
  const lines = text!.trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).span_data[0].name),
    ["pay", "poll"],
  );
  assert.deepEqual(JSON.parse(lines[0]!), {
    at: "2024-02-29T12:34:56.000Z",
    node: {},
    span_data: [
      { traceId: "", spanId: "", name: "pay", kind: 0, startTimeUnixNano: "0", endTimeUnixNano: "0" },
    ],
  });
});

test("a batch without resources writes nothing", () => {
  const exporter = new FileExporter({ write: () => assert.fail() }, now);
  assert.deepEqual(exporter.exportSpans(batchOf()), { kind: "accepted" });
});

test("a failed write asks for the batch again, and the next write begins a new line", () => {
  const written: string[] = [];
  const problems = ["can't write to /out/a: insufficient-space", undefined];
  const exporter = new FileExporter(
    {
      write(pieces) {
        written.push(pieces.join(""));
        return problems.shift();
      },
    },
    now,
  );
  const message = "can't write to /out/a: insufficient-space";
  assert.deepEqual(exporter.exportSpans(batchOf("pay")), { kind: "retryable", message });
  assert.deepEqual(exporter.exportSpans(batchOf("pay")), { kind: "accepted" });
  exporter.exportSpans(batchOf("pay"));
  assert.deepEqual(
    written.map((text) => text[0]),
    ["{", "\n", "{"],
  );
});

test("nothing is done for a batch that can't be read to its end", () => {
  const { spans } = batchOf("pay", "poll");
  const exporter = new FileExporter({ write: () => assert.fail() }, now);
  assert.throws(() => exporter.exportSpans({ spans: spans.subarray(0, -1), spanCount: 2 }), MalformedBatch);
  // The last span's name gets a length that points past its end.
  spans[spans.lastIndexOf(4)] = 5;
  assert.throws(() => exporter.exportSpans({ spans, spanCount: 2 }), MalformedBatch);
});
