import { decodeSpans, type ResourceSpans, type Span, textAttribute } from "../guest/otlp.ts";
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
    const decoded = decodeSpans(spans);
    if ("problem" in decoded) return { kind: "permanent", message: decoded.problem };
    for (const resourceSpans of decoded.resourceSpans) {
      for (const line of linesOf(resourceSpans)) this.#print(`${this.#prefix} ${line}`);
    }
    return { kind: "accepted" };
  }
}

/** `pay 12.5 ms checkout`: name, duration and service of each span of a resource. */
function linesOf({ resource, scopeSpans }: ResourceSpans): string[] {
  const service = textAttribute(resource?.attributes, "service.name") ?? "unknown service";
  return scopeSpans.flatMap(({ spans }) =>
    spans.map((span) => `${span.name} ${durationMillis(span)} ms ${service}`),
  );
}

function durationMillis({ startTimeUnixNano, endTimeUnixNano }: Span): number {
  return endTimeUnixNano.subtract(startTimeUnixNano).toNumber() / 1e6;
}
