/**
 * otlp: OTLP trace batches in protobuf, made from plain values: good ones, strange ones and broken ones, for checks and
 * measurements. It decodes nothing.
 */
export { encodeTraces } from "./encode-traces.ts";
export type * from "./otlp-model.ts";
export { ProtoWriter } from "./proto-writer.ts";
