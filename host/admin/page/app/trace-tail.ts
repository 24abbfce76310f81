import type { RecentSpan } from "./api-types.ts";

/** The spans of one trace that the sample held; there may be others. */
export interface TailTrace {
  readonly traceId: string;
  readonly spans: readonly RecentSpan[];
}

const mostTraces = 20;
const mostSpans = 200;

/** A clock that was set back makes a length negative. */
const lengthOf = ({ durationMillis }: RecentSpan) => Math.max(0, durationMillis);

/** The traces after `spans` came in: newest first, each span once, the oldest traces forgotten. */
export function addSpans(traces: readonly TailTrace[], spans: readonly RecentSpan[]): readonly TailTrace[] {
  const byTrace = new Map<string, Map<string, RecentSpan>>();
  for (const { traceId, spans: known } of traces) {
    byTrace.set(traceId, new Map(known.map((span) => [span.spanId, span])));
  }
  const fresh = new Set<string>();
  for (const span of spans) {
    const known = byTrace.get(span.traceId) ?? new Map<string, RecentSpan>();
    if (!byTrace.has(span.traceId)) fresh.add(span.traceId);
    if (known.size < mostSpans) known.set(span.spanId, span);
    byTrace.set(span.traceId, known);
  }
  const order = [...[...fresh].reverse(), ...traces.map(({ traceId }) => traceId)];
  return order
    .slice(0, mostTraces)
    .map((traceId) => ({ traceId, spans: [...byTrace.get(traceId)!.values()] }));
}

export interface WaterfallRow {
  readonly span: RecentSpan;
  readonly depth: number;
  /** Percent of the trace's length. */
  readonly left: number;
  readonly width: number;
}

export interface Waterfall {
  readonly rows: readonly WaterfallRow[];
  readonly durationMillis: number;
}

/** Children under their parents, in order of time. A span whose parent was not in the sample stands as a root. */
export function layWaterfall(spans: readonly RecentSpan[]): Waterfall {
  const start = Math.min(...spans.map(({ startMillis }) => startMillis));
  const end = Math.max(...spans.map((span) => span.startMillis + lengthOf(span)));
  const length = Math.max(end - start, 0.001);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string, RecentSpan[]>();
  for (const span of [...spans].sort((a, b) => a.startMillis - b.startMillis)) {
    const parent = ids.has(span.parentSpanId) && span.parentSpanId !== span.spanId ? span.parentSpanId : "";
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const rows: WaterfallRow[] = [];
  // A stack, for traces may be deep; what is taken out can't come again, for ids may form a ring.
  const stack = (children.get("") ?? []).map((span) => ({ span, depth: 0 })).reverse();
  children.delete("");
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { span, depth } = next;
    rows.push({
      span,
      depth,
      left: (100 * (span.startMillis - start)) / length,
      width: (100 * lengthOf(span)) / length,
    });
    for (const child of (children.get(span.spanId) ?? []).reverse())
      stack.push({ span: child, depth: depth + 1 });
    children.delete(span.spanId);
  }
  return { rows, durationMillis: length };
}

/** The span that names its trace: the first of those without a known parent. */
export function rootOf({ spans }: TailTrace): RecentSpan {
  return layWaterfall(spans).rows[0]?.span ?? spans[0]!;
}
