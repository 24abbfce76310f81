import type { Clock, Logger } from "../contract/index.ts";
import { BurstLog } from "./burst-log.ts";
import type { Verdict } from "./judge-outcomes.ts";

export interface OutcomeLogOptions {
  readonly exporter: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What an exporter says of batches, for the operator: one line for a burst of the same kind. */
export class OutcomeLog {
  readonly #exporter: string;
  readonly #rejected: BurstLog;
  readonly #notTaken: BurstLog;
  readonly #warned: BurstLog;

  constructor({ exporter, ...options }: OutcomeLogOptions) {
    this.#exporter = exporter;
    this.#rejected = new BurstLog(options);
    this.#notTaken = new BurstLog(options);
    this.#warned = new BurstLog(options);
  }

  note({ again, message, crashedPlugin, rejectedSpans, notice }: Verdict, spans: number): void {
    const exporter = this.#exporter;
    if (rejectedSpans > 0) {
      const fields = { exporter, rejectedSpans, spans, message: notice };
      this.#rejected.log("warn", "the exporter rejected spans of a batch", fields);
    } else if (notice !== undefined) {
      this.#warned.log("warn", "the exporter took a batch with a warning", { exporter, message: notice });
    }
    // A crash is told by whoever makes the plugin anew.
    if (again.length > 0 && !crashedPlugin) {
      this.#notTaken.log("warn", "the exporter did not take a batch", { exporter, spans, message });
    }
  }
}
