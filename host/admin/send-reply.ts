import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { SpandockError, SpandockErrors } from "../contract/index.ts";
import { RequestRefused } from "./request-refused.ts";
import type { Reply } from "./route.ts";

/** On every answer: it is never kept, never taken for another type, and no other site may embed it. */
export const commonHeaders: OutgoingHttpHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};

export function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (reply.kind === "stream") {
    reply.open(response);
    return;
  }
  const isJson = reply.kind === "json";
  const body = isJson ? `${JSON.stringify(reply.body)}\n` : reply.body;
  response.writeHead(reply.status, {
    ...commonHeaders,
    "content-type": isJson ? "application/json" : reply.contentType,
    "content-length": Buffer.byteLength(body),
    ...(!isJson && reply.headers),
    // What is left of a body is read and dropped: cut at once, the answer might never be seen.
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(body);
  request.resume();
}

/** An error as the command line prints it with `--json`, and its HTTP status. */
export function errorReply(errors: readonly SpandockError[]): Reply {
  const [first] = errors;
  const status = first === undefined ? 500 : statusOf(first);
  const body = { errors: errors.map(({ code, message, fix }) => ({ code, message, fix })) };
  const headers = first instanceof RequestRefused ? first.headers : {};
  return {
    kind: "content",
    status,
    contentType: "application/json",
    body: `${JSON.stringify(body)}\n`,
    headers,
  };
}

/** The errors in what was thrown; undefined for a defect. */
export function knownErrors(thrown: unknown): readonly SpandockError[] | undefined {
  if (thrown instanceof SpandockErrors && thrown.errors.length > 0) return thrown.errors;
  return thrown instanceof SpandockError ? [thrown] : undefined;
}

function statusOf(error: SpandockError): number {
  if (error instanceof RequestRefused) return error.status;
  switch (error.code) {
    case "EXPORTER_UNKNOWN":
      return 404;
    case "EXPORTER_EXISTS":
    case "CANARY_ROLLED_BACK":
    case "CHANGE_NOT_POSSIBLE":
    case "CONFIG_NOT_WRITABLE":
      return 409;
    case "INTERNAL":
      return 500;
    default:
      return 422;
  }
}
