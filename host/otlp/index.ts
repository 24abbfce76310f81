/**
 * otlp: the encoding of spans that the agent speaks: counting the spans of a request without decoding it, and making
 * protobuf from OTLP/JSON. It knows no transport, keeps nothing, and never decodes a span.
 */
export { BackwardWriter } from "./backward-writer.ts";
export { countSpans, type SpanCount } from "./count-spans.ts";
export { type Attributes, attributesToOtlp, wellFormed } from "./json/attributes-to-otlp.ts";
export { type EncodedJson, encodeJson } from "./json/encode-json.ts";
export { encodeRequest } from "./json/encode-request.ts";
export type * from "./json/trace-request.ts";
