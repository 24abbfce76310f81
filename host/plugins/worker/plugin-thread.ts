import { type Outcome, SpandockError } from "../../contract/index.ts";
import { createWasi, type Guest, instantiatePlugin, type Wasi } from "../../sandbox/index.ts";
import { AcceptedRing } from "./accepted-ring.ts";
import { CallProgress } from "./call-progress.ts";
import { LogGate } from "./log-gate.ts";
import type { ExportCall, FromWorker, GuestCall, ToWorker, WorkerSetup } from "./messages.ts";

/** A thrown marker: the trap was reported, and nothing may run in this thread any more. */
class Ended extends Error {}

/** The agent hears of accepted batches at the latest after this time, and after the last one that it posted. */
const longestSilenceMillis = 1;

/**
 * The worker's side of a plugin: one instance, calls one by one in their order. After a trap it answers nothing; the
 * agent ends the thread.
 */
export class PluginThread {
  readonly #setup: WorkerSetup;
  readonly #post: (message: FromWorker) => void;
  readonly #progress: CallProgress;
  readonly #accepted: AcceptedRing;
  readonly #log: LogGate;
  #toldAtMillis = 0;
  #guest: Guest | undefined;
  #keepCode: (() => void) | undefined;
  #wasi: Wasi | undefined;
  #ended = false;

  constructor(setup: WorkerSetup, post: (message: FromWorker) => void) {
    this.#setup = setup;
    this.#post = post;
    this.#progress = new CallProgress(setup.progress);
    this.#accepted = new AcceptedRing(setup.accepted);
    this.#log = new LogGate({ post, progress: this.#progress, monotonic: () => performance.now() });
  }

  /** Instantiates and configures; posts `ready`, `failed` or `trap`. */
  async start(): Promise<void> {
    try {
      const guest = await this.#instantiate();
      this.#guest = guest;
      const configured = this.#call("config", () => guest.configure(this.#setup.config));
      if (configured.kind === "made") this.#post({ kind: "ready", width: configured.width });
      else this.#refuse(configured.message);
    } catch (error) {
      if (error instanceof Ended) return;
      this.#post(failureOf(error));
    }
  }

  /** Keeps what V8 has compiled by now of the guest's code, but for the wasm itself. Throws when it can't. */
  keepCode(): void {
    if (!this.#ended) this.#keepCode?.();
  }

  /** Works off one message. */
  take(message: Exclude<ToWorker, { kind: "start" }>): void {
    try {
      if (message.kind === "stop") this.#stop();
      else this.#exportAll(message.calls);
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
  }

  /** Ends with a refused config. What the guest has printed of a line may be the reason. */
  #refuse(message: string): void {
    this.#ended = true;
    this.#wasi?.dispose();
    this.#post({ kind: "failed", code: "PLUGIN_CONFIG_REFUSED", message });
  }

  #exportAll(calls: readonly ExportCall[]): void {
    this.#toldAtMillis = performance.now();
    let isUntold = false;
    for (const call of calls) {
      isUntold = this.#export(call) || isUntold;
      if (isUntold && performance.now() - this.#toldAtMillis > longestSilenceMillis) {
        this.#tellAccepted();
        isUntold = false;
      }
    }
    if (isUntold) this.#tellAccepted();
  }

  #tellAccepted(): void {
    this.#toldAtMillis = performance.now();
    this.#post({ kind: "accepted" });
  }

  /** True = the ring has something that the agent was not told of. */
  #export({ id, spans, spanCount, targets }: ExportCall): boolean {
    const guest = this.#guest;
    if (guest === undefined || this.#ended) return false;
    let isUntold = false;
    for (const [index, target] of targets.entries()) {
      if (this.#progress.closing) {
        this.#post({ kind: "skipped", id, targets: targets.slice(index) });
        break;
      }
      // Written while the call is still in hand: whenever the thread is ended, no call that came back is done again.
      const call = (): Outcome | undefined => {
        const outcome = guest.export(target, { spans, spanCount });
        const isPlain = outcome.kind === "accepted" && outcome.message === undefined;
        return isPlain && this.#accepted.write(id, target) ? undefined : outcome;
      };
      const outcome = this.#call("export-spans", call, id, target);
      if (outcome === undefined) isUntold = true;
      else this.#post({ kind: "outcome", id, target, outcome });
    }
    return isUntold;
  }

  #stop(): void {
    const guest = this.#guest;
    if (guest === undefined || this.#ended) return;
    const error = this.#call("stop", () => guest.stop());
    this.#wasi?.dispose();
    this.#log.reportDropped();
    this.#post(error === undefined ? { kind: "stopped" } : { kind: "stopped", error });
  }

  async #instantiate(): Promise<Guest> {
    const { name, compiled } = this.#setup;
    let begun = false;
    try {
      const guest = await instantiatePlugin({
        name,
        compiled,
        wasi: () => this.#makeWasi().imports,
        log: (level, message, fields) => this.#log.write(level, message, fields),
        onLoaded: (keepCode) => {
          this.#keepCode = keepCode;
        },
        onGuestStarts: () => {
          begun = true;
          this.#progress.begin("instantiate");
        },
      });
      this.#progress.end(guest.memoryBytes());
      return guest;
    } catch (error) {
      if (!begun || error instanceof SpandockError || isLinkError(error)) throw error;
      throw this.#trapped("instantiate", error);
    }
  }

  /** WASI with the plugin's grants; what is wrong with them is told under the plugin's name. */
  #makeWasi(): Wasi {
    try {
      this.#wasi = this.#createWasi();
      return this.#wasi;
    } catch (error) {
      if (!(error instanceof SpandockError)) throw error;
      const { code, message, fix } = error;
      throw new SpandockError(code, { message: `${this.#setup.name}: ${message}`, fix, cause: error });
    }
  }

  #createWasi(): Wasi {
    return createWasi({
      permissions: this.#setup.permissions,
      injectHeaders: this.#setup.injectHeaders,
      onLine: (stream, text) =>
        this.#log.write(stream === "stderr" ? "warn" : "info", text, [["stream", stream]]),
      onDenied: (use) => this.#log.deny(use),
    });
  }

  #call<T>(call: GuestCall, run: () => T, id = 0, target = 0): T {
    this.#log.beginCall();
    this.#progress.begin(call, id, target);
    try {
      const result = run();
      this.#progress.end(this.#guest!.memoryBytes());
      this.#log.reportDropped();
      return result;
    } catch (error) {
      throw this.#trapped(call, error);
    }
  }

  /** Reports a trap. The call stays in hand, which tells the agent what the guest was at. */
  #trapped(call: GuestCall, error: unknown): Ended {
    this.#ended = true;
    this.#wasi?.dispose();
    if (this.#guest !== undefined) this.#progress.setMemoryBytes(this.#guest.memoryBytes());
    const reason = (error instanceof Error ? error.message : String(error)).replace(/^wasm trap: /, "");
    const stack = error instanceof Error ? guestFrames(error.stack ?? "") : "";
    const { lastWords } = this.#log;
    this.#post({
      kind: "trap",
      report: { call, reason, stack, ...(lastWords === undefined ? {} : { lastWords }) },
    });
    this.#wasi?.dispose();
    return new Ended();
  }
}

/** The module and its imports don't fit: no code of the guest has run. */
function isLinkError(error: unknown): boolean {
  return error instanceof Error && error.name === "LinkError";
}

/** The frames of a stack that are the guest's: the others are this agent's and jco's. */
function guestFrames(stack: string): string {
  const frames = stack.split("\n").filter((line) => line.includes("wasm://"));
  return frames.join("\n");
}

function failureOf(error: unknown): FromWorker {
  if (error instanceof SpandockError) {
    return { kind: "failed", code: error.code, message: error.message, fix: error.fix };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "failed", code: "PLUGIN_LOAD_FAILED", message };
}
