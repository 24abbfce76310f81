import type { RecentSpan } from "../../contract/index.ts";
import { FieldCursor, lengthDelimitedType } from "../batching/index.ts";
import { fixed64At, hexAt, textAt, varintAt } from "./wire-values.ts";

const maxTextLength = 200;
/** UTF-8 takes at most 3 bytes for what counts as one in a text's length. */
const maxTextBytes = maxTextLength * 3;
/** Ids are 16 and 8 bytes; whatever else a sender writes there is cut to this. */
const maxIdBytes = 16;
const serviceName = "service.name";

interface Times {
  startNanos: bigint;
  endNanos: bigint;
}

/**
 * Decodes what the tail shows of the `Span` at `start…end`; undefined when its bytes are malformed
 * (https://github.com/open-telemetry/opentelemetry-proto, trace/v1/trace.proto).
 */
export function decodeSpan(
  bytes: Uint8Array,
  start: number,
  end: number,
  service: string,
): RecentSpan | undefined {
  const ids: Record<number, string> = {};
  const times: Times = { startNanos: 0n, endNanos: 0n };
  let name = "";
  let status: RecentSpan["status"] = "unset";
  const cursor = new FieldCursor(bytes, start, end);
  while (cursor.next()) {
    const { number, wireType, valueStart } = cursor;
    if (wireType === 1 && number === 7) times.startNanos = fixed64At(bytes, valueStart);
    else if (wireType === 1 && number === 8) times.endNanos = fixed64At(bytes, valueStart);
    else if (wireType !== lengthDelimitedType) continue;
    else if (number === 1 || number === 2 || number === 4)
      ids[number] = hexAt(bytes, valueStart, Math.min(cursor.end, valueStart + maxIdBytes));
    else if (number === 5) name = cutText(bytes, cursor);
    else if (number === 15) status = decodeStatus(bytes, cursor);
  }
  if (cursor.isMalformed) return undefined;
  return {
    traceId: ids[1] ?? "",
    spanId: ids[2] ?? "",
    parentSpanId: ids[4] ?? "",
    name,
    service,
    startMillis: Number(times.startNanos / 1_000n) / 1_000,
    durationMillis: Number(times.endNanos - times.startNanos) / 1e6,
    status,
  };
}

/** The text of `service.name` in the `Resource` at `start…end`; undefined when there is none. */
export function decodeResourceService(bytes: Uint8Array, start: number, end: number): string | undefined {
  const resource = new FieldCursor(bytes, start, end);
  while (resource.next()) {
    if (resource.number !== 1 || resource.wireType !== lengthDelimitedType) continue;
    const found = { key: "", value: "" };
    const attribute = new FieldCursor(bytes, resource.valueStart, resource.end);
    while (attribute.next()) {
      if (attribute.wireType !== lengthDelimitedType) continue;
      if (attribute.number === 1) found.key = cutText(bytes, attribute);
      else if (attribute.number === 2) found.value = decodeString(bytes, attribute);
    }
    if (found.key === serviceName) return found.value;
  }
  return undefined;
}

/** The `AnyValue.string_value` of a value; empty when it is of another type. */
function decodeString(bytes: Uint8Array, { valueStart, end }: FieldCursor): string {
  let text = "";
  const value = new FieldCursor(bytes, valueStart, end);
  while (value.next()) {
    if (value.number === 1 && value.wireType === lengthDelimitedType) text = cutText(bytes, value);
  }
  return text;
}

function decodeStatus(bytes: Uint8Array, { valueStart, end }: FieldCursor): RecentSpan["status"] {
  let code = 0n;
  const cursor = new FieldCursor(bytes, valueStart, end);
  while (cursor.next()) {
    if (cursor.number === 3 && cursor.wireType === 0) code = varintAt(bytes, cursor.valueStart, cursor.end);
  }
  return code === 2n ? "error" : code === 1n ? "ok" : "unset";
}

function cutText(bytes: Uint8Array, { valueStart, end }: FieldCursor): string {
  const text = textAt(bytes, valueStart, Math.min(end, valueStart + maxTextBytes));
  // Not in the middle of a pair of surrogates.
  return text.slice(0, maxTextLength).replace(/[\uD800-\uDBFF]$/, "");
}
