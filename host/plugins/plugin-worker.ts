import type { Worker } from "node:worker_threads";
import type {
  Batch,
  Clock,
  InjectedHeaders,
  Limits,
  Logger,
  Outcome,
  Permissions,
  PluginConfig,
  Timer,
} from "../contract/index.ts";
import { type CompiledComponent, cutText } from "../sandbox/index.ts";
import { CallWatch } from "./call-watch.ts";
import { Outbox } from "./outbox.ts";
import { AcceptedRing } from "./worker/accepted-ring.ts";
import { CallProgress } from "./worker/call-progress.ts";
import type { FromWorker, GuestCall, ToWorker, WorkerSetup } from "./worker/messages.ts";
import type { EndReason, WorkerEnd } from "./worker-end.ts";

export interface PluginWorkerOptions {
  readonly name: string;
  readonly compiled: CompiledComponent;
  readonly config: PluginConfig;
  readonly permissions: Permissions;
  readonly injectHeaders: InjectedHeaders;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly clock: Clock;
  /** A thread of its own, which waits for a `start`. */
  readonly takeThread: () => Worker;
  /** A thread that owes no answer does not keep the process alive. */
  readonly mayEndIdle?: boolean | undefined;
  /** The config was taken and made `width` exporters. */
  readonly onReady: (width: number) => void;
  readonly onOutcome: (id: number, target: number, outcome: Outcome) => void;
  /** These were posted, but not begun when `close` was called. */
  readonly onSkipped: (id: number, targets: readonly number[]) => void;
  /** Once, the last of all: no other callback follows. */
  readonly onEnd: (end: WorkerEnd) => void;
}

/** From the thread's creation to the guest's first code; no guest code runs in it. */
const bootLimitMillis = 60_000;
/** A thread that hangs in a system call can't be ended; it is left behind after this time. */
const terminateLimitMillis = 5_000;
const maxStrayOutputBytes = 1024;

const accepted: Outcome = { kind: "accepted" };

/** The agent's side of one worker thread with one instance of a plugin: from its making to its one end. */
export class PluginWorker {
  readonly progress = new CallProgress();
  readonly #accepted = new AcceptedRing();
  readonly #options: PluginWorkerOptions;
  readonly #worker: Worker;
  readonly #watch: CallWatch;
  /** Answers that the worker owes: one for its start, one for each target of a posted batch, one for `stop`. */
  #owed = 1;
  readonly #outbox = new Outbox();
  #reason: EndReason | undefined;
  #ended = false;
  /** Bounds the one wait that this worker is in: for its boot, later for its end. */
  #timer: Timer;

  constructor(options: PluginWorkerOptions) {
    this.#options = options;
    const { name, compiled, config, permissions, injectHeaders, limits, clock } = options;
    const ownConfig = { ...config, blob: new Uint8Array(config.blob) };
    const setup: WorkerSetup = {
      name,
      compiled,
      config: ownConfig,
      permissions,
      injectHeaders,
      progress: this.progress.memory,
      accepted: this.#accepted.memory,
    };
    this.#worker = options.takeThread();
    const limitMillis = (call: GuestCall): number => limitOf(call, limits);
    this.#watch = new CallWatch({
      clock,
      progress: this.progress,
      limitMillis,
      onOvertime: ({ call }) => this.#end({ kind: "timeout", call, limitMillis: limitMillis(call) }),
    });
    this.#listen();
    this.#worker.postMessage({ kind: "start", setup } satisfies ToWorker);
    this.#watch.start();
    this.#timer = clock.after(bootLimitMillis, () => {
      if (this.progress.serial === 0) {
        this.#end({
          kind: "died",
          message: `its thread did not begin in ${bootLimitMillis} ms`,
          outOfMemory: false,
        });
      }
    });
  }

  /**
   * Posts a batch for some of its exporters, with others that come in the same turn of the event loop: to wake a thread
   * costs more than the call. Bytes on a SharedArrayBuffer are shared, others are copied once.
   */
  export(id: number, batch: Batch, targets: readonly number[]): void {
    this.#owe(targets.length);
    if (this.#outbox.isEmpty) setImmediate(() => this.#post());
    this.#outbox.add(id, batch, targets);
  }

  /** Hands over what waits for its turn, and takes in the outcomes that the thread has noted. */
  poll(): void {
    if (this.#ended) return;
    this.#post();
    this.#takeAccepted();
  }

  /** Calls the guest's `stop` after all that was posted; the end follows. */
  stop(): void {
    this.#post();
    this.#owe(1);
    this.#worker.postMessage({ kind: "stop" } satisfies ToWorker);
  }

  /** Begins no further batch: those posted come back as skipped. */
  close(): void {
    this.progress.close();
  }

  /** Ends the thread, whatever it is at. */
  discard(): void {
    this.#end({ kind: "discarded" });
  }

  #post(): void {
    if (this.#outbox.isEmpty || this.#reason !== undefined) return;
    const { message, transferred } = this.#outbox.take();
    this.#worker.postMessage(message, transferred);
  }

  #owe(answers: number): void {
    if (this.#options.mayEndIdle && this.#owed === 0) this.#worker.ref();
    this.#owed += answers;
    this.#watch.start();
  }

  #paid(answers: number): void {
    this.#owed -= answers;
    if (this.#owed > 0) return;
    this.#watch.stop();
    if (this.#options.mayEndIdle) this.#worker.unref();
  }

  #listen(): void {
    const { logger } = this.#options;
    this.#worker.on("message", (message: FromWorker) => this.#take(message));
    this.#worker.on("error", (error: Error & { code?: string }) => {
      const outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#reason ??= { kind: "died", message: error.message, outOfMemory };
    });
    this.#worker.on("exit", (code) => {
      this.#reason ??= { kind: "died", message: `its thread ended with code ${code}`, outOfMemory: false };
      this.#settle(true);
    });
    // Reading a thread's output keeps the process alive. It is none of the guest's, whose lines come as messages.
    if (this.#options.mayEndIdle) return;
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        logger.log("debug", "output of a plugin's thread", {
          text: cutText(chunk.toString(), maxStrayOutputBytes),
        });
      });
    }
  }

  #take(message: FromWorker): void {
    if (this.#ended) return;
    this.#takeAccepted();
    switch (message.kind) {
      case "accepted":
        return;
      case "ready":
        this.#paid(1);
        // Ready a moment too late is not ready: its end is under way.
        if (this.#reason === undefined) this.#options.onReady(message.width);
        return;
      case "outcome":
        this.#paid(1);
        this.#options.onOutcome(message.id, message.target, message.outcome);
        return;
      case "skipped":
        this.#paid(message.targets.length);
        this.#options.onSkipped(message.id, message.targets);
        return;
      case "log":
        this.#options.logger.log(message.level, message.message, message.fields);
        return;
      case "failed":
      case "trap":
      case "stopped":
        this.#end(message);
        return;
      default:
        message satisfies never;
    }
  }

  #takeAccepted(): void {
    this.#accepted.drain((id, target) => {
      this.#paid(1);
      this.#options.onOutcome(id, target, accepted);
    });
  }

  #end(reason: EndReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#watch.stop();
    this.#timer.cancel();
    this.#timer = this.#options.clock.after(terminateLimitMillis, () => {
      this.#worker.unref();
      this.#settle(false);
    });
    void this.#worker.terminate();
  }

  #settle(threadEnded: boolean): void {
    if (this.#ended) return;
    this.#takeAccepted();
    this.#ended = true;
    this.#watch.stop();
    this.#timer.cancel();
    const reason = this.#reason!;
    const { inHand, memoryBytes } = this.progress;
    this.#options.onEnd({ reason, memoryBytes, threadEnded, ...(inHand === undefined ? {} : { inHand }) });
  }
}

function limitOf(call: GuestCall, limits: Limits): number {
  if (call === "export-spans") return limits.exportTimeoutMillis;
  return call === "stop" ? limits.stopTimeoutMillis : limits.configTimeoutMillis;
}
