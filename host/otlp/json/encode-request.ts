import { JsonEncoder } from "./json-encoder.ts";
import { JsonProblem } from "./json-problem.ts";
import type { TraceRequest } from "./trace-request.ts";

/**
 * OTLP protobuf from a request that the program itself made, on a `SharedArrayBuffer`.
 *
 * @throws RangeError that names the path of a value that doesn't fit its field
 */
export function encodeRequest(request: TraceRequest): Uint8Array {
  try {
    return new JsonEncoder().encode(request);
  } catch (error) {
    if (error instanceof JsonProblem)
      throw new RangeError(`${error.path}: ${error.message}`, { cause: error });
    throw error;
  }
}
