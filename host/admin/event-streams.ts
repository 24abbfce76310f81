import type { ServerResponse } from "node:http";
import type { Clock, Service, Timer } from "../contract/index.ts";
import { RequestRefused } from "./request-refused.ts";
import { commonHeaders } from "./send-reply.ts";

const maxStreams = 32;
/** Proxies close what is silent for 30 or 60 seconds. */
const keepAliveMillis = 15_000;
/** A reader that is so far behind is cut off; it may come back with Last-Event-ID. */
const maxUnreadBytes = 1024 * 1024;

export interface EventStreamsOptions {
  readonly clock: Clock;
  /** Called when there is a reader for the first time, and when there is none any more. */
  readonly onUse?: (inUse: boolean) => void;
}

/** Readers of one kind of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStreams implements Service {
  readonly #options: EventStreamsOptions;
  readonly #streams = new Set<ServerResponse>();
  #timer: Timer | undefined;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#beat();
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    for (const stream of this.#streams) stream.end();
  }

  /** @throws RequestRefused 503 when there are too many readers */
  checkRoom(): void {
    if (this.#streams.size < maxStreams) return;
    throw new RequestRefused(503, `there are ${maxStreams} readers of this already`);
  }

  /** Adds a reader; it gets `backlog` first. */
  open(response: ServerResponse, backlog: readonly string[]): void {
    response.writeHead(200, { ...commonHeaders, "content-type": "text/event-stream; charset=utf-8" });
    // A first line goes out at once, so that the reader knows that it is connected.
    response.write([": connected\n\n", ...backlog].join(""));
    this.#streams.add(response);
    response.on("close", () => {
      this.#streams.delete(response);
      if (this.#streams.size === 0) this.#options.onUse?.(false);
    });
    if (this.#streams.size === 1) this.#options.onUse?.(true);
  }

  /** One whole event, or a comment. */
  write(text: string): void {
    for (const stream of this.#streams) {
      if (stream.writableLength > maxUnreadBytes) stream.destroy();
      else stream.write(text);
    }
  }

  #beat(): void {
    this.write(": still here\n\n");
    this.#timer = this.#options.clock.after(keepAliveMillis, () => this.#beat());
  }
}
