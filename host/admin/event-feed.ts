import type { ServerResponse } from "node:http";
import type { Clock, ExporterControl, ExporterEvent, Service, Timer } from "../contract/index.ts";
import { RequestRefused } from "./request-refused.ts";
import type { Route } from "./route.ts";
import { commonHeaders } from "./send-reply.ts";

export interface EventFeedOptions {
  readonly exporters: ExporterControl;
  readonly clock: Clock;
}

const keptEvents = 200;
const maxStreams = 32;
/** Proxies close what is silent for 30 or 60 seconds. */
const keepAliveMillis = 15_000;
/** A reader that is so far behind is cut off; it may come back with Last-Event-ID. */
const maxUnreadBytes = 1024 * 1024;

interface KeptEvent {
  readonly id: number;
  readonly text: string;
}

/** Events as a stream: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventFeed implements Service {
  readonly #options: EventFeedOptions;
  readonly #streams = new Set<ServerResponse>();
  #kept: readonly KeptEvent[] = [];
  #lastId = 0;
  #unsubscribe: (() => void) | undefined;
  #timer: Timer | undefined;

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#options.exporters.subscribe((event) => this.#publish(event));
    this.#beat();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#timer?.cancel();
    for (const stream of this.#streams) stream.end();
  }

  route(): Route {
    return {
      method: "GET",
      path: "/api/v1/events",
      access: "read",
      handle: ({ request }) => {
        if (this.#streams.size >= maxStreams) {
          throw new RequestRefused(503, `${maxStreams} readers have the events already`);
        }
        const seen = Number(request.headers["last-event-id"] ?? this.#lastId);
        return { kind: "stream", open: (response) => this.#open(response, seen) };
      },
    };
  }

  #open(response: ServerResponse, lastSeen: number): void {
    response.writeHead(200, { ...commonHeaders, "content-type": "text/event-stream; charset=utf-8" });
    // The line goes out at once, so that the reader knows that it is connected.
    response.write(": connected\n\n");
    // An id beyond ours is of an agent before this one: all that there is is new.
    const from = lastSeen > this.#lastId ? 0 : lastSeen;
    for (const { id, text } of this.#kept) if (id > from) response.write(text);
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  #publish(event: ExporterEvent): void {
    this.#lastId += 1;
    const text = `id: ${this.#lastId}\nevent: exporter\ndata: ${JSON.stringify(event)}\n\n`;
    this.#kept = [...this.#kept.slice(1 - keptEvents), { id: this.#lastId, text }];
    this.#write(text);
  }

  #beat(): void {
    this.#write(": still here\n\n");
    this.#timer = this.#options.clock.after(keepAliveMillis, () => this.#beat());
  }

  #write(text: string): void {
    for (const stream of this.#streams) {
      if (stream.writableLength > maxUnreadBytes) stream.destroy();
      else stream.write(text);
    }
  }
}
