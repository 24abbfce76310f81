import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { InjectedHeaders } from "../../../contract/index.ts";
import { builtFile } from "../../../contract/index.ts";
import type { OnDenied } from "../denied-use.ts";
import type { WakeSignal } from "../io/wake-signal.ts";
import { Exchange } from "./exchange.ts";
import type { FromNetwork, NetworkThreadData, ToNetwork } from "./exchange-messages.ts";
import type { Origin } from "./origin.ts";

export interface ExchangeClientOptions {
  readonly origins: readonly Origin[];
  readonly injectHeaders: InjectedHeaders;
  readonly onDenied: OnDenied;
  readonly signal: WakeSignal;
}

/** Most requests of one plugin at the same time. */
export const maxExchanges = 64;

/** The plugin's side of the network: starts the thread at the first request, and hands messages to their exchange. */
export class ExchangeClient {
  readonly #options: ExchangeClientOptions;
  readonly #exchanges = new Map<number, Exchange>();
  #thread: { readonly worker: Worker; readonly port: MessagePort } | undefined;
  #nextId = 1;

  constructor(options: ExchangeClientOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#exchanges.size;
  }

  /** A request to be sent later. It counts until it is over or cancelled, when `onOver` is called. */
  open(onOver: () => void): Exchange {
    const id = this.#nextId++;
    const exchange = new Exchange({
      pump: () => this.#pump(),
      send: (message) => this.#started().postMessage({ ...message, id } as ToNetwork),
      forget: () => {
        if (this.#exchanges.delete(id)) onOver();
      },
      signal: this.#options.signal,
    });
    this.#exchanges.set(id, exchange);
    return exchange;
  }

  /** Ends the thread, and with it every request. */
  dispose(): void {
    this.#exchanges.clear();
    this.#thread?.port.close();
    void this.#thread?.worker.terminate();
    this.#thread = undefined;
  }

  #pump(): void {
    if (this.#thread === undefined) return;
    for (;;) {
      const received = receiveMessageOnPort(this.#thread.port) as { message: FromNetwork } | undefined;
      if (received === undefined) return;
      const { message } = received;
      if (message.kind === "failed" && message.denial) this.#options.onDenied(message.denial);
      this.#exchanges.get(message.id)?.receive(message);
    }
  }

  #started(): MessagePort {
    if (this.#thread === undefined) {
      const { port1, port2 } = new MessageChannel();
      const { origins, injectHeaders, signal } = this.#options;
      const data: NetworkThreadData = { port: port2, wake: signal.word, origins, injectHeaders };
      const worker = new Worker(builtFile("sandbox/wasi/http/network-thread.js"), {
        workerData: data,
        transferList: [port2],
        name: "plugin network",
        env: {},
        execArgv: [],
        stdout: true,
        stderr: true,
        resourceLimits: { maxOldGenerationSizeMb: 128 },
      });
      worker.on("error", () => {
        for (const exchange of this.#exchanges.values())
          exchange.fail({ tag: "internal-error", val: "network" });
      });
      worker.unref();
      port1.unref();
      this.#thread = { worker, port: port1 };
    }
    return this.#thread.port;
  }
}
