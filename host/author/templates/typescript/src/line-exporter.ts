import { type ResourceSpans, readBatch, type Span, textAttribute } from "../guest/otlp.ts";
import type { Exporter, Outcome, SpanBatch } from "../guest/plugin.ts";

/** Prints one line for each span. */
export class LineExporter implements Exporter {
  readonly #prefix: string;
  readonly #print: (line: string) => void;

  constructor(prefix: string, print: (line: string) => void) {
    this.#prefix = prefix;
    this.#print = print;
  }

  exportSpans({ spans }: SpanBatch): Outcome {
    // All of it is read before any of it is printed: a malformed batch is given up as a whole.
    const lines = readBatch(spans).flatMap(linesOf);
    for (const line of lines) this.#print(`${this.#prefix} ${line}`);
    return { kind: "accepted" };
  }
}

/** `pay 12.5 ms checkout`: name, duration and service of each span of a resource. */
function linesOf({ resource, scopeSpans }: ResourceSpans): string[] {
  const service = textAttribute(resource?.attributes, "service.name") ?? "unknown service";
  return scopeSpans.flatMap(({ spans }) =>
    Array.from(spans, (span) => `${span.name} ${durationMillis(span)} ms ${service}`),
  );
}

function durationMillis({ startTimeUnixNano, endTimeUnixNano }: Span): number {
  return endTimeUnixNano.subtract(startTimeUnixNano).toNumber() / 1e6;
}
