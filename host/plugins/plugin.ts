import { PluginThreads } from "../boot/index.ts";
import {
  type Batch,
  type Clock,
  defaultCrashLoop,
  type ExporterPort,
  noPermissions,
  type Outcome,
  type Service,
  systemClock,
} from "../contract/index.ts";
import { type CompiledComponent, compileComponent, digestOf } from "../sandbox/index.ts";
import { checkPermissions } from "./check-permissions.ts";
import { endError } from "./end-error.ts";
import { describeStack } from "./guest-stack.ts";
import { OutcomeCounters } from "./outcome-counters.ts";
import { type CallEnd, PendingCalls } from "./pending-calls.ts";
import type { PluginOptions } from "./plugin-options.ts";
import type { PluginState, PluginStatus } from "./plugin-status.ts";
import { PluginWorker } from "./plugin-worker.ts";
import { Supervisor } from "./supervisor.ts";
import type { WorkerEvents } from "./supervisor-options.ts";
import type { ThreadSource } from "./thread-source.ts";
import { verifyPlugin } from "./verification/index.ts";
import type { WorkerEnd } from "./worker-end.ts";

/**
 * One configured plugin over its whole life.
 *
 * After a crash a new worker is made. The batch in hand comes back as `retryable` with `crashedPlugin`; for
 * batches that the dead worker had not begun nothing happened, so they are handed to the new one. In a crash loop,
 * and after `stop`, they come back as `retryable`.
 */
export class Plugin implements ExporterPort, Service {
  readonly name: string;
  readonly #options: PluginOptions;
  readonly #clock: Clock;
  readonly #digest: string;
  readonly #pending = new PendingCalls();
  readonly #counters = new OutcomeCounters();
  readonly #threads: ThreadSource;
  readonly #supervisor: Supervisor<PluginWorker>;
  #compiled: CompiledComponent | undefined;
  #worker: PluginWorker | undefined;

  constructor(options: PluginOptions) {
    this.name = options.name;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#digest = digestOf(options.bytes);
    const { cacheDirectory } = options;
    this.#threads = options.threads ?? new PluginThreads({ cacheDirectory });
    this.#supervisor = new Supervisor({
      name: options.name,
      clock: this.#clock,
      logger: options.logger,
      crashLoop: options.crashLoop ?? defaultCrashLoop,
      drainMillis: options.limits.stopTimeoutMillis,
      prepare: () => this.#prepare(),
      makeWorker: (events) => this.#makeWorker(events),
      errorOf: (end) => this.#errorOf(end),
      onReady: (worker) => {
        for (const { id, batch, open } of this.#pending.open()) worker.export(id, batch, [...open]);
      },
      onEnd: (end, error) => this.#afterEnd(end, error.message),
      onStateChange: (state) => this.#afterChange(state),
    });
  }

  /** How many trace exporters the plugin made; 0 before it was ready for the first time. */
  get width(): number {
    return this.#supervisor.read().width;
  }

  /**
   * Verifies, compiles, instantiates and configures.
   *
   * @throws SpandockError with one of the codes `PLUGIN_…`; nothing is left running then, and `start` may be called
   * again.
   */
  start(): Promise<void> {
    return this.#supervisor.start();
  }

  /**
   * Lets the batches in hand finish (those not begun within `stopTimeoutMillis` come back as `retryable`), calls the
   * guest's `stop`, and ends the thread. At the end it is stopped in any case.
   *
   * @throws SpandockError PLUGIN_STOP_FAILED with the text of the guest's `err`; PLUGIN_CRASHED, PLUGIN_MEMORY or
   * PLUGIN_TIMEOUT when it went down on the way.
   */
  stop(): Promise<void> {
    return this.#supervisor.stop();
  }

  /**
   * Tries at once to bring back a plugin that is `restarting` or `crash-looping`; nothing to do in any other state.
   *
   * @throws SpandockError why it did not come back; further tries follow by time.
   */
  restart(): Promise<void> {
    return this.#supervisor.retryNow();
  }

  async export(batch: Batch, targets?: readonly number[]): Promise<readonly Outcome[]> {
    const { width } = this.#supervisor.read();
    const wanted = targets ?? Array.from({ length: width }, (_, index) => index);
    const { worker } = this.#supervisor;
    if (worker === undefined && !this.#supervisor.restarting) {
      return wanted.map(() => this.#count(this.#notRunning(), batch));
    }
    const outside = wanted.find((target) => !(target >= 0 && target < width));
    if (outside !== undefined) {
      const message = `${this.name}: there is no trace exporter ${outside}; the plugin made ${width}`;
      return wanted.map(() => this.#count({ kind: "permanent", message }, batch));
    }
    const { call, answer } = this.#pending.add(batch, wanted);
    worker?.export(call.id, batch, wanted);
    return await answer;
  }

  poll(): void {
    this.#supervisor.worker?.poll();
  }

  status(): PluginStatus {
    const { file, limits } = this.#options;
    return {
      name: this.name,
      ...(file === undefined ? {} : { file }),
      digest: this.#digest,
      ...this.#supervisor.read(),
      pending: this.#pending.size,
      counters: this.#counters.read(),
      memoryBytes: this.#supervisor.worker?.progress.memoryBytes ?? 0,
      memoryLimitBytes: limits.memoryBytes,
    };
  }

  async #prepare(): Promise<void> {
    const { name, bytes, limits, permissions, cacheDirectory, logger } = this.#options;
    const component = verifyPlugin({ name, bytes });
    checkPermissions({ name, component, permissions, logger });
    this.#compiled ??= await compileComponent({
      name,
      bytes,
      memoryBytes: limits.memoryBytes,
      logger,
      clock: this.#clock,
      ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    });
  }

  #makeWorker(events: WorkerEvents): PluginWorker {
    const { name, config, permissions, injectHeaders = {}, limits, logger } = this.#options;
    this.#worker = new PluginWorker({
      ...events,
      name,
      config,
      permissions: permissions ?? noPermissions,
      injectHeaders,
      limits,
      logger,
      clock: this.#clock,
      mayEndIdle: this.#options.mayEndIdle,
      compiled: this.#compiled!,
      takeThread: () => this.#threads.take(),
      onOutcome: (id, target, outcome) => this.#settle(id, target, outcome, "returned"),
      onSkipped: (id, targets) => {
        for (const target of targets) this.#settle(id, target, this.#notRunning(), "lost");
      },
    });
    return this.#worker;
  }

  #settle(id: number, target: number, outcome: Outcome, end: CallEnd): void {
    const batch = this.#pending.settle(id, target, outcome, end);
    if (batch !== undefined) this.#count(outcome, batch);
  }

  #count(outcome: Outcome, { spanCount }: Batch): Outcome {
    this.#counters.add(outcome, spanCount);
    return outcome;
  }

  #afterEnd({ inHand }: WorkerEnd, message: string): void {
    if (inHand?.call === "export-spans") {
      const outcome: Outcome = { kind: "retryable", message, crashedPlugin: true };
      this.#settle(inHand.id, inHand.target, outcome, "lost");
    }
    const dropped = this.#worker?.progress.takeDroppedLines() ?? 0;
    if (dropped > 0) this.#options.logger.log("warn", `${dropped} log lines of the plugin were dropped`);
  }

  #afterChange(state: PluginState): void {
    if (state === "crash-looping" || state === "stopped" || state === "failed") {
      for (const { id, open } of this.#pending.open()) {
        for (const target of open) this.#settle(id, target, this.#notRunning(), "lost");
      }
    }
    this.#options.onStateChange?.(this.status());
  }

  #notRunning(): Outcome {
    const { state, lastError } = this.#supervisor.read();
    const what = state === "ready" ? "stopping" : state;
    const why = state === "crash-looping" && lastError !== undefined ? `: ${lastError.message}` : "";
    const message = `${this.name}: the plugin is ${what}${why}`;
    const retryAfterMillis = this.#supervisor.untilRetryMillis();
    return {
      kind: "retryable",
      message,
      notTried: true,
      ...(retryAfterMillis === undefined ? {} : { retryAfterMillis }),
    };
  }

  #errorOf(end: WorkerEnd) {
    const { file, bytes, limits } = this.#options;
    const { memoryBytes } = limits;
    const locate = (stack: string): string =>
      describeStack(stack, { bytes, memoryBytes, ...(file === undefined ? {} : { file }) });
    return endError({ name: this.name, end, memoryLimitBytes: memoryBytes, locate });
  }
}

/** Makes a plugin that is not started yet. */
export function createPlugin(options: PluginOptions): Plugin {
  return new Plugin(options);
}
