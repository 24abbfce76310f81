/** One span as the live page's tail shows it. Span data: it goes to whoever asked for it, and into no log. */
export interface RecentSpan {
  /** 32 lower-case hex digits, as long as the sender keeps to the format; likewise 16 for the two below. */
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the root of a trace. */
  readonly parentSpanId: string;
  /** Cut after 200 characters, as is `service`. May hold anything, markup too. */
  readonly name: string;
  /** The resource's `service.name`; empty when it has none. */
  readonly service: string;
  /** Milliseconds since the epoch, exact to a microsecond. */
  readonly startMillis: number;
  /** Negative when the sender's clock was set back. */
  readonly durationMillis: number;
  readonly status: "unset" | "ok" | "error";
}

/** Some of the spans that came in lately. Off, and without any cost, until someone subscribes. */
export interface RecentSpans {
  /** Calls back with new spans, oldest first, at most once a second, until the returned function is called. */
  subscribe(listener: (spans: readonly RecentSpan[]) => void): () => void;
  /** The last ones, oldest first, bounded in number; empty while nobody has subscribed. */
  recent(): readonly RecentSpan[];
}
