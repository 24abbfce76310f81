import { SpandockError, type Timer } from "../contract/index.ts";
import { CrashHistory } from "./crash-history.ts";
import type { PluginState, PluginStatus } from "./plugin-status.ts";
import type { SupervisedWorker, SupervisorOptions } from "./supervisor-options.ts";
import type { WorkerEnd } from "./worker-end.ts";

/**
 * Keeps one worker of a plugin alive: a crash leads to a new one after a delay, many crashes to a long pause. Knows
 * nothing of batches.
 */
export class Supervisor<W extends SupervisedWorker> {
  readonly #options: SupervisorOptions<W>;
  readonly #history: CrashHistory;
  #worker: W | undefined;
  /** The promise of a worker that is neither ready nor ended yet. */
  #launching: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  /** Why a worker is discarded, when its own end would not tell. */
  #verdict: SpandockError | undefined;
  #starting: Promise<void> | undefined;
  #attempt: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #closing = false;
  #tellStop: ((end: WorkerEnd) => void) | undefined;
  /** `atMillis` is for people; what is left is reckoned on the clock that never jumps. */
  #retry:
    | { readonly timer: Timer; readonly atMillis: number; readonly atMonotonicMillis: number }
    | undefined;
  #state: PluginState = "stopped";
  #sinceMillis: number;
  #lastError: PluginStatus["lastError"];
  #width = 0;
  #crashes = 0;
  #restarts = 0;

  constructor(options: SupervisorOptions<W>) {
    this.#options = options;
    this.#history = new CrashHistory(options.crashLoop);
    this.#sinceMillis = options.clock.now();
  }

  /** The worker that takes batches, when there is one. */
  get worker(): W | undefined {
    return this.#state === "ready" && !this.#closing ? this.#worker : undefined;
  }

  /** Whether batches may wait: a new worker is on its way. */
  get restarting(): boolean {
    return this.#state === "restarting" && !this.#closing;
  }

  read() {
    return {
      state: this.#state,
      sinceMillis: this.#sinceMillis,
      width: this.#width,
      crashes: this.#crashes,
      restarts: this.#restarts,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
      ...(this.#retry === undefined ? {} : { retryAtMillis: this.#retry.atMillis }),
    };
  }

  /** Until a worker is tried again; undefined when that is not planned. */
  untilRetryMillis(): number | undefined {
    if (this.#retry === undefined) return undefined;
    return Math.max(0, this.#retry.atMonotonicMillis - this.#options.clock.monotonic());
  }

  /** Resolves when the first worker is ready. There is no second try when it fails: that is thrown. */
  start(): Promise<void> {
    this.#starting ??= this.#begin().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /** Tries at once what else would wait for its time; nothing to do when the plugin is not crashed. */
  async retryNow(): Promise<void> {
    if (this.#retry !== undefined) this.#history.clear();
    await (this.#attempt ?? (this.#retry === undefined ? undefined : this.#again()));
  }

  /** Ends the worker in order. Rejects with what went wrong on the way; stopped it is in any case. */
  stop(): Promise<void> {
    this.#stopping ??= this.#finish();
    return this.#stopping;
  }

  async #begin(): Promise<void> {
    if (this.#state !== "stopped" && this.#state !== "failed") return;
    this.#closing = false;
    this.#stopping = undefined;
    this.#width = 0;
    this.#history.clear();
    this.#enter("starting");
    try {
      await this.#options.prepare();
      if (this.#closing) throw this.#options.errorOf(discarded);
      await this.#launch();
    } catch (error) {
      this.#note(error);
      this.#enter(this.#closing ? "stopped" : "failed");
      throw error;
    }
  }

  #again(): Promise<void> {
    this.#retry?.timer.cancel();
    this.#retry = undefined;
    this.#attempt = this.#launch()
      .catch((error: unknown) => {
        if (!this.#closing) this.#crashed(error);
        throw error;
      })
      .finally(() => {
        this.#attempt = undefined;
      });
    return this.#attempt;
  }

  #launch(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#launching = { resolve, reject };
      this.#worker = this.#options.makeWorker({
        onReady: (width) => this.#ready(width),
        onEnd: (end) => this.#ended(end),
      });
    });
  }

  #ready(width: number): void {
    const { name, logger, onReady } = this.#options;
    const worker = this.#worker!;
    if (this.#width !== 0 && width !== this.#width) {
      this.#verdict = new SpandockError("PLUGIN_CONFIG_REFUSED", {
        message: `${name}: the plugin made ${width} exporters from its config after a restart; before it made ${this.#width}`,
      });
      worker.discard();
      return;
    }
    if (this.#width !== 0) {
      this.#restarts += 1;
      logger.log("info", "the plugin is back", { restarts: this.#restarts });
    }
    this.#width = width;
    const launching = this.#launching;
    this.#launching = undefined;
    this.#enter("ready");
    onReady(worker);
    launching?.resolve();
  }

  #ended(end: WorkerEnd): void {
    const error = this.#verdict ?? this.#options.errorOf(end);
    const launching = this.#launching;
    this.#verdict = undefined;
    this.#worker = undefined;
    this.#launching = undefined;
    if (!end.threadEnded) {
      this.#options.logger.log("error", "a plugin's thread hangs in a system call and was left behind");
    }
    if (launching === undefined) {
      this.#options.onEnd(end, error);
      if (!this.#closing) this.#crashed(error);
    }
    launching?.reject(error);
    this.#tellStop?.(end);
  }

  #crashed(error: unknown): void {
    const { clock, logger } = this.#options;
    this.#crashes += 1;
    this.#note(error);
    const { kind, delayMillis } = this.#history.record(clock.monotonic());
    const timer = clock.after(delayMillis, () => {
      // A failed try has been noted and logged as a crash of its own.
      this.#again().catch(() => {});
    });
    this.#retry = {
      timer,
      atMillis: clock.now() + delayMillis,
      atMonotonicMillis: clock.monotonic() + delayMillis,
    };
    const message = error instanceof Error ? error.message : String(error);
    logger.log("error", message, { crashes: this.#crashes, retryMillis: delayMillis });
    if (kind === "crash-loop" && this.#state !== "crash-looping") {
      logger.log("error", "the plugin crashes again and again and is set aside", {
        retryMillis: delayMillis,
      });
    }
    this.#enter(kind === "crash-loop" ? "crash-looping" : "restarting");
  }

  async #finish(): Promise<void> {
    this.#closing = true;
    this.#retry?.timer.cancel();
    this.#retry = undefined;
    const worker = this.#worker;
    const wasLaunching = this.#launching !== undefined;
    if (worker !== undefined) {
      const ended = new Promise<WorkerEnd>((resolve) => {
        this.#tellStop = resolve;
      });
      const drain = this.#options.clock.after(this.#options.drainMillis, () => worker.close());
      if (wasLaunching) worker.discard();
      else worker.stop();
      const end = await ended;
      drain.cancel();
      this.#enter("stopped");
      const inOrder = end.reason.kind === "stopped" && end.reason.error === undefined;
      if (inOrder || wasLaunching) return;
      const error = this.#options.errorOf(end);
      this.#note(error);
      throw error;
    }
    await this.#starting?.catch(() => {});
    this.#enter("stopped");
  }

  #note(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof SpandockError ? error.code : "INTERNAL";
    this.#lastError = { code, message, atMillis: this.#options.clock.now() };
  }

  #enter(state: PluginState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#sinceMillis = this.#options.clock.now();
    this.#options.onStateChange(state);
  }
}

const discarded: WorkerEnd = { reason: { kind: "discarded" }, memoryBytes: 0, threadEnded: true };
