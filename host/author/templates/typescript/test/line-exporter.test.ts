import assert from "node:assert/strict";
import { test } from "node:test";
import protobuf from "protobufjs";
import { MalformedBatch } from "../guest/otlp.ts";
import { otlpProto } from "../guest/otlp-proto.ts";
import { LineExporter } from "../src/line-exporter.ts";

const request = protobuf.parse(otlpProto).root.lookupType("ExportTraceServiceRequest");

function batchOf(message: object) {
  return { spans: request.encode(request.fromObject(message)).finish(), spanCount: 1 };
}

test("each span becomes a line with name, duration and service", () => {
  const lines: string[] = [];
  const exporter = new LineExporter("span", (line) => lines.push(line));
  const outcome = exporter.exportSpans(
    batchOf({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "checkout" } }] },
          scopeSpans: [
            { spans: [{ name: "pay", startTimeUnixNano: 1_000_000, endTimeUnixNano: 13_500_000 }] },
          ],
        },
        { scopeSpans: [{ spans: [{ name: "poll" }] }] },
      ],
    }),
  );
  assert.deepEqual(outcome, { kind: "accepted" });
  assert.deepEqual(lines, ["span pay 12.5 ms checkout", "span poll 0 ms unknown service"]);
});

test("nothing is done for a batch that can't be read to its end", () => {
  const exporter = new LineExporter("span", assert.fail);
  const span = { name: "pay" };
  const { spans } = batchOf({ resourceSpans: [{ scopeSpans: [{ spans: [span, span] }] }] });
  // The last span's name gets a length that points past its end.
  spans[spans.lastIndexOf(3)] = 4;
  assert.throws(() => exporter.exportSpans({ spans, spanCount: 2 }), MalformedBatch);
});
