import type { Clock, ExporterControl, ExporterEvent, Service } from "../contract/index.ts";
import { EventStreams } from "./event-streams.ts";
import type { Route } from "./route.ts";

export interface EventFeedOptions {
  readonly exporters: ExporterControl;
  readonly clock: Clock;
}

const keptEvents = 200;

interface KeptEvent {
  readonly id: number;
  readonly text: string;
}

/** What happens to exporters, as a stream. Whoever was away gets what was missed, as far as it is kept. */
export class EventFeed implements Service {
  readonly #exporters: ExporterControl;
  readonly #streams: EventStreams;
  #kept: readonly KeptEvent[] = [];
  #lastId = 0;
  #unsubscribe: (() => void) | undefined;

  constructor({ exporters, clock }: EventFeedOptions) {
    this.#exporters = exporters;
    this.#streams = new EventStreams({ clock });
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#exporters.subscribe((event) => this.#publish(event));
    await this.#streams.start();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await this.#streams.stop();
  }

  route(): Route {
    return {
      method: "GET",
      path: "/api/v1/events",
      access: "read",
      handle: ({ request }) => {
        this.#streams.checkRoom();
        const seen = Number(request.headers["last-event-id"] ?? this.#lastId);
        return { kind: "stream", open: (response) => this.#streams.open(response, this.#since(seen)) };
      },
    };
  }

  /** An id beyond ours is of an agent before this one: everything that there is is new then. */
  #since(lastSeen: number): readonly string[] {
    const from = lastSeen <= this.#lastId ? lastSeen : 0;
    return this.#kept.filter(({ id }) => id > from).map(({ text }) => text);
  }

  #publish(event: ExporterEvent): void {
    this.#lastId += 1;
    const text = `id: ${this.#lastId}\nevent: exporter\ndata: ${JSON.stringify(event)}\n\n`;
    this.#kept = [...this.#kept.slice(1 - keptEvents), { id: this.#lastId, text }];
    this.#streams.write(text);
  }
}
