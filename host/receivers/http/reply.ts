import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { encodeStatus, type RpcStatus, statusToJson } from "../rpc-status.ts";
import { mediaTypes, type OtlpEncoding } from "./content-headers.ts";

/** An `ExportTraceServiceResponse` without `partial_success`: everything was taken. In protobuf it has no bytes. */
const successes = {
  protobuf: { body: undefined, head: { "content-type": mediaTypes.protobuf, "content-length": 0 } },
  json: { body: "{}", head: { "content-type": mediaTypes.json, "content-length": 2 } },
};

/** 200 in the request's encoding. */
export function replySuccess(response: ServerResponse, encoding: OtlpEncoding): void {
  const { body, head } = successes[encoding];
  response.writeHead(200, head);
  // An empty body, given as one, would be a write of its own.
  if (body === undefined) response.end();
  else response.end(body);
}

export interface Refusal {
  readonly httpStatus: number;
  readonly status: RpcStatus;
  readonly headers?: OutgoingHttpHeaders;
}

export interface ReplyRefusalOptions extends Refusal {
  /** The request's own; JSON, which people can read, where it named none of OTLP's. */
  readonly encoding: OtlpEncoding | undefined;
  /** Of a body that is still coming, this much is read and dropped before the connection is cut. */
  readonly maxDiscardBytes: number;
}

/**
 * Answers with a `Status` in the request's encoding. The connection is left open until the rest of the body has
 * come in: cut at once, it would be reset, and the sender might never see the answer.
 */
export function replyRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { httpStatus, status, headers = {}, encoding = "json", maxDiscardBytes }: ReplyRefusalOptions,
): void {
  const body = encoding === "json" ? statusToJson(status) : encodeStatus(status);
  response.writeHead(httpStatus, {
    ...headers,
    "content-type": mediaTypes[encoding],
    "content-length": body.length,
  });
  if (request.complete) {
    response.end(body);
  } else {
    response.write(body);
    discardRest(request, maxDiscardBytes, () => response.end());
  }
}

function discardRest(request: IncomingMessage, maxBytes: number, done: () => void): void {
  let discarded = 0;
  request.removeAllListeners("data");
  request.on("data", (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > maxBytes) request.destroy();
  });
  request.on("close", done);
  request.resume();
}
