import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { InjectedHeaders } from "../../../contract/index.ts";
import { checkedLookup, type Resolve } from "./checked-lookup.ts";
import type { FromNetwork, ToNetwork } from "./exchange-messages.ts";
import { HttpPolicy } from "./http-policy.ts";
import { NetworkExchange } from "./network-exchange.ts";
import { formatOrigin, type Origin } from "./origin.ts";
import { SentBody } from "./sent-body.ts";

export interface NetworkOptions {
  readonly origins: readonly Origin[];
  readonly injectHeaders: InjectedHeaders;
  readonly send: (message: FromNetwork) => void;
  /** The system's resolver by default. */
  readonly resolve?: Resolve;
}

const keepAlive = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 16, maxFreeSockets: 4 };

/** The requests of one plugin that are under way, and the connections that are kept for the next. */
export class Network {
  readonly #options: NetworkOptions;
  readonly #policy: HttpPolicy;
  readonly #exchanges = new Map<number, NetworkExchange>();
  readonly #agents = { http: new HttpAgent(keepAlive), https: new HttpsAgent(keepAlive) };

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.#policy = new HttpPolicy(options.origins);
  }

  /** Does what the plugin's thread asks. The policy is checked here as well: this is where connections are made. */
  receive(message: ToNetwork): void {
    if (message.kind === "request") this.#start(message);
    if (message.kind === "pull") this.#exchanges.get(message.id)?.pull();
    if (message.kind === "cancel") {
      this.#exchanges.get(message.id)?.cancel();
      this.#exchanges.delete(message.id);
    }
  }

  /** Ends all of it. */
  stop(): void {
    for (const exchange of this.#exchanges.values()) exchange.cancel();
    this.#exchanges.clear();
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #start({ id, request }: ToNetwork & { readonly kind: "request" }): void {
    const { origin } = request;
    const { send, injectHeaders, resolve } = this.#options;
    const denial = this.#policy.denialOf(origin);
    if (denial !== undefined) {
      new SentBody(request).end();
      send({ kind: "failed", id, code: { tag: "HTTP-request-denied" }, denial });
      return;
    }
    const exchange = new NetworkExchange({
      request,
      injected: injectHeaders[formatOrigin(origin)] ?? {},
      agents: this.#agents,
      lookup: checkedLookup(this.#policy, origin, resolve),
      denialOfAddress: (address) => this.#policy.denialOfAddress(origin, address),
      emit: (event) => {
        const isLast =
          event.kind === "end" || event.kind === "failed" || ("isWhole" in event && event.isWhole);
        if (isLast) this.#exchanges.delete(id);
        send({ ...event, id } as FromNetwork);
      },
    });
    this.#exchanges.set(id, exchange);
    try {
      exchange.start();
    } catch {
      // Node's own check of what is no request line or header; nothing was sent.
      exchange.cancel();
      this.#exchanges.delete(id);
      send({ kind: "failed", id, code: { tag: "HTTP-request-URI-invalid" } });
    }
  }
}
