import type { ErrorCode } from "../contract/index.ts";
import type { CallInHand } from "./worker/call-progress.ts";
import type { GuestCall, TrapReport } from "./worker/messages.ts";

/** Why there is no instance any more. */
export type EndReason =
  /** In order: the guest's `stop` was called; `error` is the text of its `err`. */
  | { readonly kind: "stopped"; readonly error?: string }
  /** It never came to be: the component can't be linked, or the guest refused its config. */
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string; readonly fix?: string }
  | { readonly kind: "trap"; readonly report: TrapReport }
  | { readonly kind: "timeout"; readonly call: GuestCall; readonly limitMillis: number }
  /** The thread ended on its own, for example at the end of its heap. */
  | { readonly kind: "died"; readonly message: string; readonly outOfMemory: boolean }
  /** The agent ended it, without a call of `stop`. */
  | { readonly kind: "discarded" };

/** The end of a worker, as the dead worker's shared memory tells it. */
export interface WorkerEnd {
  readonly reason: EndReason;
  /** The call that it did not come back from. */
  readonly inHand?: CallInHand;
  /** Its linear memories at the end. */
  readonly memoryBytes: number;
  /** False when its thread hangs in the system and could not be ended. */
  readonly threadEnded: boolean;
}
