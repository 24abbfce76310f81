import { expect } from "vitest";
import { mismatches } from "../admin/json-schema.ts";
import { HttpTarget } from "../support/http-target.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";
import { startPackagedExporter } from "../support/packaged-exporter.ts";
import { zipkinSpans } from "./zipkin-schema.ts";

/** A span with the ids that every span needs. */
export const spanOf = (more: object) => ({
  traceId: Buffer.alloc(16, 7),
  spanId: Buffer.alloc(8, 1),
  ...more,
});

export interface Resource {
  readonly attributes?: readonly object[];
  readonly scope?: object;
}

export const batchOf = (spans: readonly object[], { attributes = [], scope = {} }: Resource = {}) =>
  encodeOtlp("ExportTraceServiceRequest", {
    resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope, spans }] }],
  });

/** The exporter before a server that takes everything; `listed` is what it was sent last. */
export async function startZipkin(config: object = {}) {
  const target = await HttpTarget.start();
  target.answer = (response) => void response.writeHead(202).end();
  const exporter = await startPackagedExporter({
    name: "zipkin",
    config: { endpoint: target.origin, ...config },
    http: [target.origin],
  });
  const listed = () => JSON.parse(String(target.received.at(-1)!.body));
  return { target, exporter, listed };
}

export type ZipkinSpan = Readonly<Record<string, unknown>> & {
  readonly tags?: Readonly<Record<string, string>>;
};

/** What Zipkin gets of one span. */
export async function zipkinSpan(span: object, resource?: Resource, config?: object): Promise<ZipkinSpan> {
  const { exporter, listed } = await startZipkin(config);
  expect(await exporter.send(batchOf([spanOf(span)], resource))).toEqual({ kind: "accepted" });
  const [first, ...more] = listed();
  expect(more).toEqual([]);
  expect(mismatches({}, zipkinSpans, [first])).toEqual([]);
  return first;
}
