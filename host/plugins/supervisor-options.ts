import type { Clock, CrashLoopOptions, Logger, SpandockError } from "../contract/index.ts";
import type { PluginState } from "./plugin-status.ts";
import type { WorkerEnd } from "./worker-end.ts";

/** The worker as its supervisor sees it; its end is told through the callbacks that it was made with. */
export interface SupervisedWorker {
  stop(): void;
  close(): void;
  discard(): void;
}

/** What a worker tells its supervisor. */
export interface WorkerEvents {
  readonly onReady: (width: number) => void;
  readonly onEnd: (end: WorkerEnd) => void;
}

export interface SupervisorOptions<W extends SupervisedWorker> {
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly crashLoop: CrashLoopOptions;
  /** How long a stop waits for the batches that were posted before it begins no more of them. */
  readonly drainMillis: number;
  /** Everything that needs no worker: verify, compile. */
  readonly prepare: () => Promise<void>;
  readonly makeWorker: (events: WorkerEvents) => W;
  readonly errorOf: (end: WorkerEnd) => SpandockError;
  /** A worker takes batches from now on. */
  readonly onReady: (worker: W) => void;
  /** A worker that had been ready has ended; the change of state follows. */
  readonly onEnd: (end: WorkerEnd, error: SpandockError) => void;
  readonly onStateChange: (state: PluginState) => void;
}
