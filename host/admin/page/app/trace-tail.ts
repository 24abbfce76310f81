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

/**
 * The traces after `spans` came in: the newest arrivals first, each span once, the oldest traces forgotten. What came
 * together keeps its order, for the last trace of a sample is the one that the sample's end cut off.
 */
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
  const order = [...fresh, ...traces.map(({ traceId }) => traceId)];
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
  const rows = orderByParent(spans).map(({ span, depth }) => ({
    span,
    depth,
    left: (100 * (span.startMillis - start)) / length,
    width: (100 * lengthOf(span)) / length,
  }));
  return { rows, durationMillis: length };
}

function orderByParent(spans: readonly RecentSpan[]): Pick<WaterfallRow, "span" | "depth">[] {
  const inTime = [...spans].sort((a, b) => a.startMillis - b.startMillis);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string, RecentSpan[]>();
  for (const span of inTime) {
    children.set(span.parentSpanId, [...(children.get(span.parentSpanId) ?? []), span]);
  }
  const roots = inTime.filter(({ parentSpanId }) => !ids.has(parentSpanId));
  const ordered: Pick<WaterfallRow, "span" | "depth">[] = [];
  const placed = new Set<RecentSpan>();
  // Ids come from the sender and may form a ring, which no root leads to: then its earliest span is one.
  for (const root of [...roots, ...inTime]) {
    // A stack of its own, for traces may be deep.
    const stack = [{ span: root, depth: 0 }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { span, depth } = next;
      if (placed.has(span)) continue;
      placed.add(span);
      ordered.push(next);
      for (const child of [...(children.get(span.spanId) ?? [])].reverse()) {
        stack.push({ span: child, depth: depth + 1 });
      }
    }
  }
  return ordered;
}

/** The span that names its trace: the first of those without a known parent. */
export function rootOf({ spans }: TailTrace): RecentSpan {
  return layWaterfall(spans).rows[0]?.span ?? spans[0]!;
}
