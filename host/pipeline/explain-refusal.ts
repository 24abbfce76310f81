import type { Admission, SendingQueueOptions } from "../contract/index.ts";
import type { Entrance, QueueRoom } from "./queue-room.ts";

export type Refusal = Exclude<Admission, { kind: "queued" }>;

/** How many senders may wait for room in one queue: each holds a whole body in memory. */
export const maxWaiters = 256;
export const soonMillis = 1_000;
const laterMillis = 30_000;

export interface RefusalOptions {
  readonly exporter: string;
  readonly sizer: SendingQueueOptions["sizer"];
  readonly entrance: Exclude<Entrance, "in">;
  /** Of the batch that did not get in, in units of `sizer`. */
  readonly size: number;
  readonly room: QueueRoom;
  /** Until room may come free; undefined when nothing waits for a next try. */
  readonly nextRetryMillis: number | undefined;
}

/** What the sender of a batch hears that a queue did not take. */
export function explainRefusal(options: RefusalOptions): Refusal {
  const { exporter, sizer, entrance, size, room, nextRetryMillis = soonMillis } = options;
  const { capacity, used } = room;
  const queue = `the queue of exporter "${exporter}"`;
  if (size > capacity) {
    return { kind: "rejected", message: `${queue} takes ${capacity} ${sizer}, the batch has ${size}` };
  }
  if (entrance === "closed") return { kind: "refused", message: `${queue} is closing` };
  const message =
    entrance === "full"
      ? `${queue} is full: ${used} of ${capacity} ${sizer}`
      : `${queue} is full, and ${maxWaiters} senders wait for it`;
  const retryAfterMillis = Math.min(Math.max(nextRetryMillis, soonMillis), laterMillis);
  return { kind: "refused", message, retryAfterMillis };
}
