import { JsonEncoder } from "./json-encoder.ts";
import { JsonProblem } from "./json-problem.ts";
import { parseJson } from "./parse-json.ts";

/** What became of an OTLP/JSON body. */
export type EncodedJson =
  /** OTLP protobuf on a `SharedArrayBuffer`. */
  | { readonly kind: "encoded"; readonly spans: Uint8Array }
  /** Not OTLP/JSON: where (`resourceSpans[0].scopeSpans`; empty = the whole body), and what was expected and found. */
  | { readonly kind: "malformed"; readonly path: string; readonly message: string };

/**
 * Translates an `ExportTraceServiceRequest` from OTLP/JSON to protobuf.
 *
 * Keys are lowerCamelCase names; other keys, snake_case ones among them, are ignored as the OTLP specification
 * demands. `null` counts as absent, but not inside an array. Of equal keys the last one counts. 64-bit integers are
 * exact, as numbers too. Zeros outside a `oneof` are left out, as proto3 does.
 */
export function encodeJson(body: Uint8Array): EncodedJson {
  try {
    return { kind: "encoded", spans: new JsonEncoder().encode(parseJson(body)) };
  } catch (error) {
    if (error instanceof JsonProblem) return { kind: "malformed", path: error.path, message: error.message };
    throw error;
  }
}
