import { type AgentApi, Refused } from "./agent-api.ts";
import type { AgentView, ExporterEvent, ExporterView, ReceiverView } from "./api-types.ts";
import { readEvents } from "./event-stream.ts";
import type { PageState } from "./page-state.ts";
import type { Store } from "./store.ts";
import { Track } from "./track.ts";

const pollMillis = 1_000;
const mostEvents = 100;

/** Keeps the page's state up with the agent: asks for figures once a second, and listens for events. */
export class AgentFeed {
  readonly #api: AgentApi;
  readonly #store: Store<PageState>;
  #exporterTracks = new Map<string, Track<ExporterView>>();
  #receiverTracks = new Map<string, Track<ReceiverView>>();
  #lastEventId: string | undefined;
  #timer: number | undefined;
  #polling = false;
  #events: AbortController | undefined;

  constructor(api: AgentApi, store: Store<PageState>) {
    this.#api = api;
    this.#store = store;
    // A page that nobody sees asks for nothing.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.poll();
    });
  }

  /** Asks now, and from then on. */
  async poll(): Promise<void> {
    if (this.#polling) return;
    this.#polling = true;
    clearTimeout(this.#timer);
    try {
      const [agent, exporters] = await Promise.all([this.#api.agent(), this.#api.exporters()]);
      this.#take(agent, exporters);
      if (this.#events === undefined) void this.#listen();
    } catch (error) {
      this.#fail(error);
    }
    this.#polling = false;
    if (!document.hidden && this.#store.get().connection !== "locked") {
      this.#timer = window.setTimeout(() => this.poll(), pollMillis);
    }
  }

  #take(agent: AgentView, exporters: readonly ExporterView[]): void {
    const before = this.#store.get();
    if (before.agent !== undefined && before.agent.startedAtMillis !== agent.startedAtMillis) this.#forget();
    const now = performance.now();
    this.#exporterTracks = extend(
      this.#exporterTracks,
      now,
      new Map(exporters.map((view) => [view.name, view])),
    );
    const receivers = new Map(agent.receivers.map((view) => [view.name, view]));
    this.#receiverTracks = extend(this.#receiverTracks, now, receivers);
    this.#store.set({
      connection: "live",
      agent,
      exporters,
      heardAtMillis: Date.now(),
      exporterTracks: this.#exporterTracks,
      receiverTracks: this.#receiverTracks,
      ...(before.connection === "lost" && { announcement: "Connected again." }),
    });
  }

  #fail(error: unknown): void {
    const { connection } = this.#store.get();
    // A connection that went dead without a word would be waited on for ever.
    this.#events?.abort();
    if (error instanceof Refused && error.status === 401) this.#store.set({ connection: "locked" });
    else if (connection === "live")
      this.#store.set({ connection: "lost", announcement: "The connection to the agent is lost." });
  }

  /** Another process answers: its figures began anew, and its events too. */
  #forget(): void {
    this.#exporterTracks = new Map();
    this.#receiverTracks = new Map();
    this.#lastEventId = undefined;
    this.#store.set({ events: [], notices: new Map() });
  }

  async #listen(): Promise<void> {
    const controller = new AbortController();
    this.#events = controller;
    try {
      const body = await this.#api.stream("/api/v1/events", controller.signal, this.#lastEventId);
      for await (const { id, data } of readEvents(body)) {
        this.#lastEventId = id ?? this.#lastEventId;
        this.#takeEvent(JSON.parse(data) as ExporterEvent);
      }
    } catch {
      // It ended with the connection, which the polls tell; the next good one opens it again.
    }
    this.#events = undefined;
  }

  #takeEvent(event: ExporterEvent): void {
    const events = [event, ...this.#store.get().events].slice(0, mostEvents);
    this.#store.set({ events, announcement: `${event.exporter}: ${event.message}` });
    void this.poll();
  }
}

/** The tracks of those that are still there, with one more sample each. */
function extend<T>(
  tracks: ReadonlyMap<string, Track<T>>,
  atMillis: number,
  views: ReadonlyMap<string, T>,
): Map<string, Track<T>> {
  const extended = new Map<string, Track<T>>();
  for (const [key, view] of views) {
    const track = tracks.get(key) ?? new Track<T>();
    track.add(atMillis, view);
    extended.set(key, track);
  }
  return extended;
}
