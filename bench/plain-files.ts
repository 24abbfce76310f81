// The files exporter's job in plain Node, as one would write it without spandock: an HTTP server that decodes with
// protobufjs, writes a JSON line for each resource with JSON.stringify, and appends it to a file before it answers.
import { appendFile } from "node:fs";
import { createServer } from "node:http";
import { otlpRoot } from "../test/support/otlp-proto.ts";

const [port, file] = process.argv.slice(2);
const request = otlpRoot.lookupType("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest");

interface ResourceSpans {
  readonly resource?: unknown;
  readonly scopeSpans?: readonly { readonly spans?: readonly unknown[] }[];
}

function linesOf(body: Uint8Array): string {
  const options = { longs: String, enums: Number, bytes: String } as const;
  const { resourceSpans = [] } = request.toObject(request.decode(body), options) as {
    resourceSpans?: ResourceSpans[];
  };
  return resourceSpans
    .map(({ resource, scopeSpans = [] }) =>
      JSON.stringify({
        at: new Date().toISOString(),
        node: resource,
        span_data: scopeSpans.flatMap(({ spans = [] }) => spans),
      }),
    )
    .map((line) => `${line}\n`)
    .join("");
}

createServer((incoming, response) => {
  if (incoming.method !== "POST") {
    response.end();
    return;
  }
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    appendFile(file!, linesOf(Buffer.concat(chunks)), () => response.end());
  });
}).listen(Number(port), "127.0.0.1");
