import { describeStack } from "../../plugins/index.ts";
import { guestText } from "../../sandbox/index.ts";
import type { ProbeEnd } from "./probe.ts";

export interface EndContext {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly memoryLimitBytes: number;
}

const maxReasonBytes = 2 * 1024;
const mebibyte = 1024 * 1024;

/** How an instance ended, for people: with the guest's stack in the author's terms where there is one. */
export function describeEnd(end: ProbeEnd, context: EndContext): string {
  switch (end.kind) {
    case "trap": {
      const { file, bytes, memoryLimitBytes } = context;
      const stack = describeStack(end.stack, { file, bytes, memoryBytes: memoryLimitBytes });
      const isFull = end.memoryBytes >= memoryLimitBytes - memoryLimitBytes / 16;
      const memory = isFull
        ? `, with ${megabytes(end.memoryBytes)} of ${megabytes(memoryLimitBytes)} in use`
        : "";
      const reason = guestText(end.reason, maxReasonBytes);
      return `a trap: ${reason}${memory}${stack === "" ? "" : `\n${stack}`}`;
    }
    case "hang":
      return `no answer in ${end.limitMillis.toLocaleString("en-US")} ms; its thread was ended`;
    case "death":
      return `the end of its thread: ${guestText(end.message, maxReasonBytes)}`;
    case "failed":
      return guestText(end.message, maxReasonBytes);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
