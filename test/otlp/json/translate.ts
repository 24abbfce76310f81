import { encodeJson } from "../../../host/otlp/json/encode-json.ts";
import { decodeOtlp } from "../../support/otlp-proto.ts";

export const encode = (json: unknown) =>
  encodeJson(Buffer.from(typeof json === "string" ? json : JSON.stringify(json)));

/** What an independent decoder reads from our bytes. */
export function translate(json: unknown) {
  const result = encode(json);
  if (result.kind !== "encoded") throw new Error(`${result.path}: ${result.message}`);
  return decodeOtlp("ExportTraceServiceRequest", result.spans);
}

export const requestWith = (span: unknown) => ({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
export const spanPath = "resourceSpans[0].scopeSpans[0].spans[0]";
export const valuePath = `${spanPath}.attributes[0].value`;

interface Decoded {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

interface Span extends Record<string, unknown> {
  readonly attributes?: readonly { readonly value: unknown }[];
}

export const spanOf = (span: unknown) =>
  (translate(requestWith(span)) as unknown as Decoded).resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
export const withValue = (value: unknown) => ({ attributes: [{ key: "k", value }] });
export const attributeValue = (value: unknown) => spanOf(withValue(value)).attributes?.[0]?.value;
export const refusalOf = (span: unknown) => encode(requestWith(span));
