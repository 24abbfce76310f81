import type {
  ErrorCode,
  InjectedHeaders,
  LogLevel,
  Outcome,
  Permissions,
  PluginConfig,
} from "../../contract/index.ts";
import type { CompiledComponent } from "../../sandbox/index.ts";

/** Functions of a plugin whose time is bounded; `instantiate` stands for its start functions. */
export const guestCalls = ["instantiate", "config", "export-spans", "stop"] as const;
export type GuestCall = (typeof guestCalls)[number];

/** What a worker thread is told of its plugin. */
export interface WorkerSetup {
  readonly name: string;
  readonly compiled: CompiledComponent;
  readonly config: PluginConfig;
  readonly permissions: Permissions;
  readonly injectHeaders: InjectedHeaders;
  /** Memory of a `CallProgress`. */
  readonly progress: SharedArrayBuffer;
  /** Memory of an `AcceptedRing`. */
  readonly accepted: SharedArrayBuffer;
}

/** One batch for some of the plugin's exporters. */
export interface ExportCall {
  readonly id: number;
  readonly spans: Uint8Array;
  readonly spanCount: number;
  readonly targets: readonly number[];
}

/** From the agent to the worker. Worked off in their order. */
export type ToWorker =
  /** The first message, and only that. */
  | { readonly kind: "start"; readonly setup: WorkerSetup }
  | { readonly kind: "export"; readonly calls: readonly ExportCall[] }
  | { readonly kind: "stop" };

/** How a guest ended. After it the worker takes no more calls. */
export interface TrapReport {
  readonly call: GuestCall;
  /** V8's word for it, for example `unreachable`. */
  readonly reason: string;
  /** The guest's own last words: its last `critical` log line of that call. */
  readonly lastWords?: string;
  /** V8's stack. */
  readonly stack: string;
}

/** From the worker to the agent. */
export type FromWorker =
  /** Once: the config was taken. */
  | { readonly kind: "ready"; readonly width: number }
  /** Instead of `ready`: no instance, or the guest refused its config. */
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string; readonly fix?: string }
  /** There is something in the `AcceptedRing`. */
  | { readonly kind: "accepted" }
  /** An outcome that is not in the ring. */
  | { readonly kind: "outcome"; readonly id: number; readonly target: number; readonly outcome: Outcome }
  /** The agent asked for no more calls before this one began. */
  | { readonly kind: "skipped"; readonly id: number; readonly targets: readonly number[] }
  | { readonly kind: "trap"; readonly report: TrapReport }
  /** After `stop`; `error` is the text of the guest's `err`. */
  | { readonly kind: "stopped"; readonly error?: string }
  | {
      readonly kind: "log";
      readonly level: LogLevel;
      readonly message: string;
      readonly fields: Readonly<Record<string, string>>;
    };
