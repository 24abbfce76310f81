import type { Worker } from "node:worker_threads";
import { type Clock, type Limits, systemClock } from "../../contract/index.ts";
import type { FromProbe, ProbeCall, ProbeLine, ProbeValues, ToProbe } from "./messages.ts";
import type { ProbePool } from "./probe-pool.ts";

/** How an instance came to its end. */
export type ProbeEnd =
  | { readonly kind: "trap"; readonly reason: string; readonly stack: string; readonly memoryBytes: number }
  /** It did not come back in time, and its thread was ended. */
  | { readonly kind: "hang"; readonly limitMillis: number }
  /** Its thread ended on its own, for example at the end of its heap. */
  | { readonly kind: "death"; readonly message: string }
  /** It can't be made at all. */
  | { readonly kind: "failed"; readonly message: string; readonly fix: string };

/** What one call led to. */
export type Reply<T> =
  | {
      readonly kind: "answer";
      readonly value: T;
      readonly millis: number;
      /** The guest's linear memories after the call. */
      readonly memoryBytes: number;
      readonly lines: readonly ProbeLine[];
    }
  | { readonly kind: "end"; readonly end: ProbeEnd; readonly lines: readonly ProbeLine[] };

export interface ProbeOptions {
  readonly pool: ProbePool;
  readonly limits: Limits;
  readonly clock?: Clock;
}

const bootLimitMillis = 60_000;

/**
 * One instance of a plugin in a thread of its own, whose functions may be called in any order, one at a time, each with
 * its deadline: what a `Plugin` of the room plugins, which keeps to the contract's order and restarts, can't offer.
 */
export class Probe {
  readonly #options: ProbeOptions;
  readonly #clock: Clock;
  readonly #worker: Worker;
  #lines: ProbeLine[] = [];
  #end: ProbeEnd | undefined;
  #isDisposed = false;
  #waiting: ((reply: Reply<unknown>) => void) | undefined;

  private constructor(options: ProbeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#worker = options.pool.take();
    this.#worker.on("message", this.#onMessage);
    this.#worker.on("error", this.#onError);
    this.#worker.on("exit", this.#onExit);
  }

  /** Makes an instance; `reply.value` are the milliseconds that it took. */
  static async start(
    options: ProbeOptions,
  ): Promise<{ readonly probe: Probe; readonly reply: Reply<number> }> {
    const probe = new Probe(options);
    const limitMillis = Math.max(bootLimitMillis, options.limits.configTimeoutMillis);
    probe.#post({ kind: "instantiate" });
    const reply = await probe.#answer(limitMillis);
    return { probe, reply: reply as Reply<number> };
  }

  /** Why no further call is possible; undefined while the instance lives. */
  get end(): ProbeEnd | undefined {
    return this.#end;
  }

  /** Makes one call. After the instance's end, every call is answered with that end. */
  async call<K extends keyof ProbeValues>(
    call: ProbeCall & { readonly kind: K },
  ): Promise<Reply<ProbeValues[K]>> {
    if (this.#waiting !== undefined) throw new Error("a call is under way");
    if (this.#end !== undefined) return { kind: "end", end: this.#end, lines: [] };
    this.#post(call);
    return (await this.#answer(this.#limitMillis(call))) as Reply<ProbeValues[K]>;
  }

  /** Lets go of the instance, without a call of the guest's `stop`. */
  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#worker.off("message", this.#onMessage);
    this.#worker.off("error", this.#onError);
    this.#worker.off("exit", this.#onExit);
    const isAlive = this.#end === undefined || this.#end.kind === "trap" || this.#end.kind === "failed";
    if (!isAlive) return await this.#options.pool.end(this.#worker);
    this.#post({ kind: "drop" });
    this.#options.pool.give(this.#worker);
    this.#end ??= { kind: "death", message: "the probe was disposed" };
  }

  #limitMillis(call: ProbeCall): number {
    const { configTimeoutMillis, exportTimeoutMillis, stopTimeoutMillis } = this.#options.limits;
    switch (call.kind) {
      case "config":
        return configTimeoutMillis;
      case "stop":
        return stopTimeoutMillis;
      case "export":
        return exportTimeoutMillis;
      case "repeat":
        return call.budgetMillis + exportTimeoutMillis;
    }
  }

  #answer(limitMillis: number): Promise<Reply<unknown>> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(limitMillis, () => {
        this.#finish({ kind: "hang", limitMillis });
        void this.#options.pool.end(this.#worker);
      });
      this.#waiting = (reply) => {
        timer.cancel();
        this.#waiting = undefined;
        resolve(reply);
      };
    });
  }

  readonly #onMessage = (message: FromProbe): void => this.#take(message);
  readonly #onError = (error: Error): void => this.#finish({ kind: "death", message: error.message });
  readonly #onExit = (code: number): void =>
    this.#finish({ kind: "death", message: `its thread ended with code ${code}` });

  #post(message: ToProbe): void {
    this.#worker.postMessage(message);
  }

  #take(message: FromProbe): void {
    if (this.#end !== undefined) return;
    switch (message.kind) {
      case "lines":
        this.#lines.push(...message.lines);
        return;
      case "ready":
        this.#settle({ value: message.millis, ...message });
        return;
      case "answer":
        this.#settle(message);
        return;
      case "trap": {
        const { reason, lastWords, stack, memoryBytes } = message;
        this.#finish({ kind: "trap", reason: lastWords ?? reason, stack, memoryBytes });
        return;
      }
      case "failed":
        this.#finish({ kind: "failed", message: message.message, fix: message.fix });
        return;
      default:
        message satisfies never;
    }
  }

  #settle({ value, millis, memoryBytes }: { value: unknown; millis: number; memoryBytes: number }): void {
    this.#waiting?.({ kind: "answer", value, millis, memoryBytes, lines: this.#takeLines() });
  }

  #finish(end: ProbeEnd): void {
    this.#end ??= end;
    this.#waiting?.({ kind: "end", end: this.#end, lines: this.#takeLines() });
  }

  #takeLines(): readonly ProbeLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
