import {
  type Change,
  type Clock,
  type ExporterEvent,
  type Logger,
  SpandockError,
  SpandockErrors,
} from "../contract/index.ts";
import type { ExporterSlot } from "./exporter-slot.ts";

export interface ChangeQueueOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly find: (name: string) => ExporterSlot | undefined;
  readonly tell: (event: ExporterEvent) => void;
}

/** Makes the changes of one exporter wait for each other, and says of each how it ended. */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions;
  readonly #running = new Map<string, Promise<void>>();
  #isClosed = false;

  constructor(options: ChangeQueueOptions) {
    this.#options = options;
  }

  /** Runs `work` when the changes before it are done. A trial that is under way is ended for it. */
  run(name: string, work: () => Promise<Change>): Promise<Change> {
    const slot = this.#options.find(name);
    if (slot !== undefined) slot.changesWaiting += 1;
    slot?.canary?.abort("another change of this exporter was asked for");
    const result = (this.#running.get(name) ?? Promise.resolve()).then(() => {
      if (slot !== undefined) slot.changesWaiting -= 1;
      return this.#run(name, work);
    });
    const ended: Promise<void> = result
      .then(
        () => {},
        () => {},
      )
      .then(() => {
        if (this.#running.get(name) === ended) this.#running.delete(name);
      });
    this.#running.set(name, ended);
    return result;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const name of this.#running.keys()) this.#options.find(name)?.canary?.abort("the agent stops");
    await Promise.all(this.#running.values());
  }

  async #run(name: string, work: () => Promise<Change>): Promise<Change> {
    if (this.#isClosed) {
      throw new SpandockError("CHANGE_NOT_POSSIBLE", { message: `${name}: the agent is stopping` });
    }
    const { logger, clock, tell } = this.#options;
    const note = (kind: ExporterEvent["kind"], message: string) =>
      tell({ atMillis: clock.now(), exporter: name, kind, message });
    try {
      const change = await work();
      if (change.kind === "changed") {
        logger.log("info", change.message, { exporter: name });
        note("changed", change.message);
      }
      return change;
    } catch (error) {
      for (const each of errorsIn(error)) {
        logger.log("error", `a change failed: ${each.message}`, { exporter: name, code: each.code });
        note("log", `a change failed: ${each.message}`);
        this.#options.find(name)?.fail(each);
      }
      throw error;
    }
  }
}

function errorsIn(error: unknown): readonly SpandockError[] {
  if (error instanceof SpandockErrors) return error.errors;
  return error instanceof SpandockError ? [error] : [];
}
