import type { ExporterView } from "./api-types.ts";
import { byteText, wholeNumber } from "./format.ts";

const units = { requests: "batches", spans: "spans", bytes: "" } as const;

/** How full a queue is, in its own unit. */
export function queueText({ size, capacity, sizer }: ExporterView["queue"]): string {
  if (capacity === 0) return "no queue";
  if (sizer === "bytes") return `${byteText(size)} of ${byteText(capacity)}`;
  return `${wholeNumber(size)} of ${wholeNumber(capacity)} ${units[sizer]}`;
}
