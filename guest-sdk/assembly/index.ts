// What a plugin's author imports. Nothing of the ABI: that is component/, imports/ and the transform.
export { Config } from "./config/config";
export { ConfigResult } from "./config/config-result";
export { ConfigType } from "./config/config-type";
export { ConfigValue } from "./config/config-value";
export { File, OpenedFile } from "./files/file";
export { FileError } from "./files/file-error";
export { FileStat } from "./files/file-stat";
export { Gzip } from "./gzip/gzip";
export { readHeaders, readUrl } from "./http/http-config";
export { parseHttpDate } from "./http/http-date";
export { HttpError } from "./http/http-error";
export { HttpHeaders } from "./http/http-headers";
export { messageText, outcomeOfError, outcomeOfRefusal } from "./http/http-outcome";
export { HttpRequest } from "./http/http-request";
export { HttpAnswer, HttpResponse } from "./http/http-response";
export { HttpUrl } from "./http/http-url";
export { retryAfterMillis } from "./http/retry-after";
export { JsonWriter } from "./json/json-writer";
export { writeAnyValue } from "./json/write-attributes";
export { writeNode } from "./json/write-node";
export { writeSpan, writeSpans } from "./json/write-span";
export { Log, LogFields, LogLevel } from "./log";
export { Node } from "./node";
export { AnyValue, ValueKind } from "./otlp/any-value";
export { Attribute, Attributes } from "./otlp/attributes";
export { Resource } from "./otlp/resource";
export { Scope } from "./otlp/scope";
export { Span, SpanKind } from "./otlp/span";
export { SpanEvent } from "./otlp/span-event";
export { SpanLink } from "./otlp/span-link";
export { SpanStatus, StatusCode } from "./otlp/span-status";
export { Spans } from "./otlp/spans";
export { View } from "./otlp/view";
export { Views } from "./otlp/views";
export { Outcome, OutcomeKind } from "./outcome";
export { ResourceSpans } from "./resource-spans";
export { SpanBatch } from "./span-batch";
export { monotonicNano, nowUnixNano } from "./system/clock";
export { environment } from "./system/environment";
export { randomBytes, randomU64 } from "./system/random";
export { rfc3339 } from "./system/rfc3339";
export { TraceExporter } from "./trace-exporter";
export { Field } from "./wire/field";
export {
  byteLength,
  end,
  Range,
  range,
  rangeBytes,
  rangeEquals,
  rangeHex,
  rangeText,
  start,
} from "./wire/range";
