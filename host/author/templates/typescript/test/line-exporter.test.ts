import assert from "node:assert/strict";
import { test } from "node:test";
import protobuf from "protobufjs";
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

test("a batch that can't be read is given up", () => {
  const exporter = new LineExporter("span", assert.fail);
  const outcome = exporter.exportSpans({ spans: Uint8Array.of(10, 200), spanCount: 1 });
  assert.equal(outcome.kind, "permanent");
});
