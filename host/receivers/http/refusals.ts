import type { IntakeResult } from "../intake.ts";
import { malformedStatus } from "../rpc-status.ts";
import { acceptedContentEncodings, mediaTypes } from "./content-headers.ts";
import type { Refusal } from "./reply.ts";

/** The refusals of OTLP/HTTP: status codes by https://opentelemetry.io/docs/specs/otlp/#otlphttp-response. */

export function notFound(path: string, tracesPath: string): Refusal {
  return { httpStatus: 404, status: { code: "NOT_FOUND", message: `expected ${tracesPath}, found ${path}` } };
}

export function methodNotAllowed(method: string | undefined): Refusal {
  return {
    httpStatus: 405,
    status: { code: "UNIMPLEMENTED", message: `expected POST, found ${method}` },
    headers: { allow: "POST" },
  };
}

export function unauthenticated(challenges: readonly string[]): Refusal {
  return {
    httpStatus: 401,
    status: { code: "UNAUTHENTICATED", message: "expected a known token or user in Authorization" },
    headers: { "www-authenticate": [...challenges] },
  };
}

export function unknownContentType(found: string | undefined): Refusal {
  const expected = `${mediaTypes.protobuf} or ${mediaTypes.json} (UTF-8)`;
  const message = `expected Content-Type ${expected}, found ${found ?? "none"}`;
  return { httpStatus: 415, status: { code: "INVALID_ARGUMENT", message } };
}

export function unknownContentEncoding(found: string | undefined): Refusal {
  const message = `expected Content-Encoding ${acceptedContentEncodings}, found ${found}`;
  return {
    httpStatus: 415,
    status: { code: "INVALID_ARGUMENT", message },
    // RFC 9110, 15.5.16: the header that tells a 415 for the coding from one for the type.
    headers: { "accept-encoding": acceptedContentEncodings },
  };
}

export function tooLarge(maxBytes: number): Refusal {
  const message = `expected a body of at most ${maxBytes} bytes after decompression, found more`;
  return { httpStatus: 413, status: { code: "RESOURCE_EXHAUSTED", message } };
}

/** What an intake that isn't `accepted` becomes. */
export function intakeRefusal(result: Exclude<IntakeResult, { kind: "accepted" }>): Refusal {
  switch (result.kind) {
    case "malformed":
      return { httpStatus: 400, status: malformedStatus(result.place, result.message) };
    case "refused":
      return {
        httpStatus: 503,
        status: { code: "UNAVAILABLE", message: result.message, retryAfterMillis: result.retryAfterMillis },
        headers: { "retry-after": String(Math.max(1, Math.ceil(result.retryAfterMillis / 1000))) },
      };
    case "rejected":
      // The one code that OTLP has for "never again"; the body itself may be well-formed.
      return { httpStatus: 400, status: { code: "INVALID_ARGUMENT", message: result.message } };
    case "failed":
      return { httpStatus: 500, status: { code: "INTERNAL", message: "the agent failed to take the batch" } };
    default:
      return result satisfies never;
  }
}
