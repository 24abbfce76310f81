import { decodeOtlp } from "../../test/support/otlp-proto.ts";

/** @throws Error when this `ExportTraceServiceResponse` says that spans were rejected */
export function checkReply(from: string, reply: Uint8Array): void {
  const { partialSuccess } = decodeOtlp(
    "opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse",
    reply,
  ) as { partialSuccess?: { rejectedSpans?: string; errorMessage?: string } };
  const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
  if (rejected > 0) throw new Error(`${from}: ${rejected} spans rejected: ${partialSuccess?.errorMessage}`);
}

/**
 * Sends one body over OTLP/HTTP and reads the whole answer, which load generators don't.
 *
 * @throws Error when it is not taken with all of its spans
 */
export async function sendOne(url: string, body: Uint8Array): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body,
  });
  const reply = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${Buffer.from(reply)}`);
  checkReply(url, reply);
}
