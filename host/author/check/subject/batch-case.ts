import { encodeTraces, type TracesModel } from "../../otlp/index.ts";
import type { ProbeBatch } from "../../probe/index.ts";

/** Stands in names, attributes and texts of every span that is sent: nothing of a span belongs into a message. */
export const marker = "spandock-check-marker-5e1f";

/** A batch that an agent may hand out. */
export interface BatchCase {
  /** For people: what it is. */
  readonly sent: string;
  make(): ProbeBatch;
}

/** A case of readable spans; `spanCount` is counted. */
export function batchCase(sent: string, make: () => TracesModel): BatchCase {
  return {
    sent,
    make: () => {
      const traces = make();
      return { spans: encodeTraces(traces), spanCount: countSpans(traces) };
    },
  };
}

function countSpans({ resourceSpans }: TracesModel): number {
  const scopes = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
  return scopes.reduce((sum, { spans }) => sum + spans.length, 0);
}
