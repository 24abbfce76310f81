import type { Clock, RecentSpan, RecentSpans, Service } from "../contract/index.ts";
import { EventStreams } from "./event-streams.ts";
import type { Route } from "./route.ts";

export interface SpanTailOptions {
  readonly spans: RecentSpans;
  readonly clock: Clock;
}

/** A sample of the spans that come in, as a stream. Sampling goes on only as long as someone reads it. */
export class SpanTail implements Service {
  readonly #spans: RecentSpans;
  readonly #streams: EventStreams;
  #unsubscribe: (() => void) | undefined;

  constructor({ spans, clock }: SpanTailOptions) {
    this.#spans = spans;
    this.#streams = new EventStreams({ clock, onUse: (inUse) => this.#use(inUse) });
  }

  async start(): Promise<void> {
    await this.#streams.start();
  }

  async stop(): Promise<void> {
    this.#use(false);
    await this.#streams.stop();
  }

  route(): Route {
    return {
      method: "GET",
      path: "/api/v1/spans",
      access: "sensitive",
      handle: () => {
        this.#streams.checkRoom();
        const recent = this.#spans.recent();
        const backlog = recent.length === 0 ? [] : [eventOf(recent)];
        return { kind: "stream", open: (response) => this.#streams.open(response, backlog) };
      },
    };
  }

  #use(inUse: boolean): void {
    this.#unsubscribe?.();
    this.#unsubscribe = inUse
      ? this.#spans.subscribe((spans) => this.#streams.write(eventOf(spans)))
      : undefined;
  }
}

const eventOf = (spans: readonly RecentSpan[]) => `event: spans\ndata: ${JSON.stringify(spans)}\n\n`;
