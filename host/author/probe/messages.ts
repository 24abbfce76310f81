import type {
  ErrorCode,
  InjectedHeaders,
  LogLevel,
  Permissions,
  PluginConfig,
} from "../../contract/index.ts";
import type { CompiledComponent, Configured, GuestAnswer } from "../../sandbox/index.ts";

/** What a probe's thread is made with. */
export interface ProbeSetup {
  readonly name: string;
  readonly compiled: CompiledComponent;
  readonly permissions: Permissions;
  readonly injectHeaders: InjectedHeaders;
  /** A text that stands in the spans sent and has no business in the guest's log. */
  readonly marker: string;
}

export interface ProbeBatch {
  readonly spans: Uint8Array;
  readonly spanCount: number;
}

/** One call, or many of one kind in a row. The thread answers each with one message. */
export type ProbeCall =
  | { readonly kind: "config"; readonly config: PluginConfig }
  | { readonly kind: "export"; readonly target: number; readonly batch: ProbeBatch }
  /** Batches in turn, until `times` calls are done or `budgetMillis` have passed. */
  | {
      readonly kind: "repeat";
      readonly target: number;
      readonly batches: readonly ProbeBatch[];
      readonly times: number;
      readonly budgetMillis: number;
    }
  | { readonly kind: "stop" };

/** To the thread. It makes an instance, of which it has one at a time, calls it, and lets go of it. */
export type ToProbe = ProbeCall | { readonly kind: "instantiate" } | { readonly kind: "drop" };

/** What many calls in a row took. */
export interface Repeated {
  readonly calls: number;
  readonly wallMillis: number;
  /** CPU time of the whole process in that time, all threads together. */
  readonly cpuMillis: number;
  /** Calls that the guest did not answer with `ok`. */
  readonly failures: number;
}

/** The value of each call, by its kind. */
export interface ProbeValues {
  readonly config: Configured;
  readonly export: GuestAnswer;
  readonly repeat: Repeated;
  /** The text of the guest's `err`. */
  readonly stop: string | undefined;
}

/** One line that the guest logged or printed. */
export interface ProbeLine {
  readonly level: LogLevel;
  readonly text: string;
  readonly hasMarker: boolean;
}

/** From the thread. What follows `instantiate` is `ready` or one of the ends. */
export type FromProbe =
  | { readonly kind: "ready"; readonly millis: number; readonly memoryBytes: number }
  | {
      readonly kind: "answer";
      readonly value: ProbeValues[keyof ProbeValues];
      readonly millis: number;
      readonly memoryBytes: number;
    }
  | { readonly kind: "lines"; readonly lines: readonly ProbeLine[]; readonly dropped: number }
  | {
      readonly kind: "trap";
      readonly reason: string;
      readonly lastWords: string | undefined;
      readonly stack: string;
      readonly memoryBytes: number;
    }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string; readonly fix: string };
