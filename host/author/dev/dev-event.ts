import type { Endpoint, ExporterState, LogFields, LogLevel, SpandockError } from "../../contract/index.ts";

/**
 * What happens in a development session, in the order in which it happens.
 *
 * - `command`: a command of the build begins
 * - `built`: the plugin is there, and this agent takes it
 * - `running`: the agent takes spans
 * - `swapped`: an exporter runs the new plugin; not `isNew` when the build made the same bytes
 * - `reloaded`: the config file was read anew
 * - `failed`: with `runsOn`, the agent goes on with what it had
 * - `log`: a line of the plugin, or a warning of the agent
 * - `outcomes`: what became of batches since the last such event
 * - `refused`: the receiver did not take sample traffic
 * - `stopped`: everything is down
 */
export type DevEvent =
  | { readonly kind: "command"; readonly text: string }
  | {
      readonly kind: "built";
      readonly component: string;
      readonly sizeBytes: number;
      readonly millis: number;
    }
  | {
      readonly kind: "running";
      readonly addresses: ReadonlyMap<string, Endpoint>;
      readonly exporters: readonly string[];
    }
  | {
      readonly kind: "swapped";
      readonly exporter: string;
      readonly isNew: boolean;
      readonly buildMillis: number;
      readonly swapMillis: number;
    }
  | { readonly kind: "reloaded" }
  | {
      readonly kind: "failed";
      readonly errors: readonly SpandockError[];
      readonly runsOn: boolean;
    }
  | {
      readonly kind: "log";
      readonly level: LogLevel;
      readonly exporter: string | undefined;
      readonly message: string;
      readonly fields: LogFields;
    }
  | ({ readonly kind: "outcomes" } & OutcomeSummary)
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "stopped"; readonly lostSpans: number; readonly problems: readonly SpandockError[] };

/** What one exporter did since the last summary of it. */
export interface OutcomeSummary {
  readonly exporter: string;
  readonly state: ExporterState;
  readonly calls: number;
  readonly accepted: number;
  readonly partlyRejected: number;
  readonly retryable: number;
  readonly permanent: number;
  readonly sentSpans: number;
  readonly rejectedSpans: number;
  /** Given up for good. */
  readonly failedSpans: number;
  /** Now. */
  readonly queuedSpans: number;
  /** Mean of a call; undefined when there was none. */
  readonly callMillis: number | undefined;
  /** No call took longer than this; undefined when there was none, infinite beyond the last bucket. */
  readonly slowestMillis: number | undefined;
  readonly memoryBytes: number;
}
