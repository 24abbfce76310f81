import type { ExporterView } from "./api-types.ts";
import type { Track } from "./track.ts";

export const sentSpans = ({ counters }: ExporterView): number => counters.sentSpans;

/** Spans that the exporter did not take for good, or never got. */
export const lostSpans = ({ counters }: ExporterView): number =>
  counters.rejectedSpans + counters.failedSpans + counters.droppedSpans;

/** Spans a second over the last seconds. */
export const sentRate = (track: Track<ExporterView>): number => track.rate(sentSpans);
export const failureRate = (track: Track<ExporterView>): number => track.rate(lostSpans);
