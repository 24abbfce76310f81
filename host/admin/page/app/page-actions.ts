import { type AgentApi, problemsOf } from "./agent-api.ts";
import type { AgentFeed } from "./agent-feed.ts";
import type { Change } from "./api-types.ts";
import type { Notice, PageState } from "./page-state.ts";
import type { Store } from "./store.ts";

export type Verb = "enable" | "disable" | "reload" | "remove";

/** What a person can have done on the page. */
export class PageActions {
  readonly #api: AgentApi;
  readonly #store: Store<PageState>;
  readonly #feed: AgentFeed;

  constructor(api: AgentApi, store: Store<PageState>, feed: AgentFeed) {
    this.#api = api;
    this.#store = store;
    this.#feed = feed;
  }

  get api(): AgentApi {
    return this.#api;
  }

  /** Never rejects: how it went stands in the state's notices. */
  async change(name: string, verb: Verb): Promise<void> {
    const { persists } = this.#store.get();
    this.#setPending(name, verb);
    try {
      const change = await (verb === "remove"
        ? this.#api.remove(name, persists)
        : this.#api.change(name, verb, persists));
      this.#finish(change);
    } catch (error) {
      this.#notice(name, { kind: "failed", problems: problemsOf(error) });
    }
    this.#setPending(name, undefined);
    await this.#feed.poll();
  }

  /**
   * Brings the plugin to the agent and starts it. `entryOf` makes the entry when the file's place is known.
   *
   * @throws Refused, Unreachable
   */
  async add(name: string, wasm: Blob, entryOf: (file: string) => string): Promise<void> {
    const file = await this.#api.upload(name.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 64), wasm);
    this.#finish(await this.#api.add(name, entryOf(file), this.#store.get().persists));
    await this.#feed.poll();
  }

  dismiss(name: string): void {
    const notices = new Map(this.#store.get().notices);
    notices.delete(name);
    this.#store.set({ notices });
  }

  setPersists(persists: boolean): void {
    this.#store.set({ persists });
  }

  unlock(token: string): void {
    this.#api.token = token;
    this.#store.set({ connection: "connecting" });
    void this.#feed.poll();
  }

  #finish({ exporter, message }: Change): void {
    this.#notice(exporter, { kind: "done", message });
  }

  #notice(name: string, notice: Notice): void {
    const text =
      notice.kind === "done" ? notice.message : notice.problems.map(({ message }) => message).join(" ");
    this.#store.set({
      notices: new Map(this.#store.get().notices).set(name, notice),
      announcement: `${name}: ${text}`,
    });
  }

  #setPending(name: string, verb: Verb | undefined): void {
    const pending = new Map(this.#store.get().pending);
    if (verb === undefined) pending.delete(name);
    else pending.set(name, verb);
    this.#store.set({ pending });
  }
}
