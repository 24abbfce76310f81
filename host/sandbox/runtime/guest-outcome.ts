import type { Outcome } from "../../contract/index.ts";
import { guestText } from "./guest-text.ts";

/** Longest text of a guest that is kept, in bytes of UTF-8. */
export const maxGuestTextBytes = 64 * 1024;

/** `accepted` of the contract as jco lifts it. */
export interface GuestAccepted {
  readonly rejectedSpans: number;
  readonly message?: string;
}

/** `failure` of the contract as jco lifts it. */
export type GuestFailure =
  | { readonly tag: "retryable"; readonly val: { readonly message: string; readonly retryAfterMs?: number } }
  | { readonly tag: "permanent"; readonly val: string };

/** The outcome of an `ok`. A guest can't reject more spans than it was given. */
export function outcomeOfAccepted({ rejectedSpans, message }: GuestAccepted, spanCount: number): Outcome {
  const text = message === undefined ? {} : { message: guestText(message, maxGuestTextBytes) };
  const rejected = Math.min(rejectedSpans, spanCount);
  return rejected === 0
    ? { kind: "accepted", ...text }
    : { kind: "partly-rejected", rejectedSpans: rejected, ...text };
}

/** The outcome of an `err`. */
export function outcomeOfFailure(failure: GuestFailure): Outcome {
  if (failure.tag === "permanent")
    return { kind: "permanent", message: guestText(failure.val, maxGuestTextBytes) };
  const { message, retryAfterMs } = failure.val;
  const text = guestText(message, maxGuestTextBytes);
  return retryAfterMs === undefined
    ? { kind: "retryable", message: text }
    : { kind: "retryable", message: text, retryAfterMillis: retryAfterMs };
}
