import { end, Field, Range, rangeText, start } from "@spandock/guest-sdk";

/** `ExportTracePartialSuccess`: what of a batch was not taken, or a warning beside a full success. */
export class PartialSuccess {
  rejectedSpans: u32 = 0;
  errorMessage: string = "";
}

/** Reads an `ExportTraceServiceResponse` in protobuf; null when the bytes are none. */
export function readPartialSuccess(body: Uint8Array): PartialSuccess | null {
  const found = new PartialSuccess();
  const limit = body.dataStart + body.length;
  for (let at = body.dataStart; at < limit; ) {
    at = Field.read(at, limit);
    if (at == Field.malformed) return null;
    // partial_success = 1
    if (Field.tag == 10 && !readInto(found, Field.payload)) return null;
  }
  return found;
}

function readInto(found: PartialSuccess, message: Range): bool {
  const limit = end(message);
  for (let at = start(message); at < limit; ) {
    at = Field.read(at, limit);
    if (at == Field.malformed) return false;
    // rejected_spans = 1, an int64; error_message = 2
    if (Field.tag == 8) found.rejectedSpans = <u32>min(max(<i64>Field.value, 0), <i64>u32.MAX_VALUE);
    else if (Field.tag == 18) found.errorMessage = rangeText(Field.payload);
  }
  return true;
}

/** The `message` of a `google.rpc.Status` in protobuf; "" when there is none. */
export function readStatusMessage(body: Uint8Array): string {
  const limit = body.dataStart + body.length;
  let text = "";
  for (let at = body.dataStart; at < limit; ) {
    at = Field.read(at, limit);
    if (at == Field.malformed) return "";
    // message = 2
    if (Field.tag == 18) text = rangeText(Field.payload);
  }
  return text;
}
