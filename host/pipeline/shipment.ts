import type { Batch, DeliveryCall, ExporterPort } from "../contract/index.ts";
import type { Entry, SettledTargets } from "./entry.ts";

/**
 * `permanent`: the exporter said so. `retries-exhausted`: `max_elapsed_time` has passed, or retrying is off.
 * `poison`: these spans crash the plugin. `stopped`: the agent stopped before they were out.
 */
export type FailureReason = "permanent" | "retries-exhausted" | "poison" | "stopped";

/** A trace exporter that will not get a shipment any more, and why. */
export interface TargetFailure {
  readonly target: number;
  readonly reason: FailureReason;
  readonly message: string;
}

/**
 * What goes to the plugin in one call. Either whole entries, merged when they are several, or the spans `from…to` of
 * a single entry.
 */
export interface Shipment {
  readonly entries: readonly Entry[];
  readonly from: number;
  readonly to: number;
  settled: SettledTargets | undefined;
  tries: number;
  firstTryMillis: number;
  /** Calls in which the plugin crashed with these spans in hand. */
  crashes: number;
  /** Most spans that one trace exporter rejected. */
  rejectedSpans: number;
  failures: TargetFailure[];
  /** The one try that the drain allows was made. */
  hadLastTry: boolean;
}

export interface ShipmentOptions {
  readonly entries: readonly Entry[];
  /** Without a range: the whole of the entries. */
  readonly range?: { readonly from: number; readonly to: number };
  readonly settled?: SettledTargets | undefined;
  readonly crashes?: number;
}

export function createShipment({ entries, range, settled, crashes = 0 }: ShipmentOptions): Shipment {
  let spanCount = 0;
  for (const entry of entries) {
    entry.openShipments += 1;
    spanCount += entry.spanCount;
  }
  return {
    entries,
    from: range?.from ?? 0,
    to: range?.to ?? spanCount,
    settled: settled ?? entries[0]?.settled,
    tries: 0,
    firstTryMillis: 0,
    crashes,
    rejectedSpans: 0,
    failures: [],
    hadLastTry: false,
  };
}

/** Cuts an entry into shipments of at most `maxSpans` spans; 0 = not at all. */
export function cutEntry(entry: Entry, maxSpans: number): Shipment[] {
  if (maxSpans === 0 || entry.spanCount <= maxSpans) return [createShipment({ entries: [entry] })];
  const shipments: Shipment[] = [];
  for (let from = 0; from < entry.spanCount; from += maxSpans) {
    const to = Math.min(from + maxSpans, entry.spanCount);
    shipments.push(createShipment({ entries: [entry], range: { from, to } }));
  }
  return shipments;
}

/**
 * Two shipments that carry the same spans, for finding those that crash the plugin: first the entries are parted,
 * then the spans of one entry. Undefined when there is nothing to part. The halves start with one crash on their
 * account, so that each further one parts them again.
 */
export function halveShipment(shipment: Shipment): [Shipment, Shipment] | undefined {
  const { entries, from, to, settled } = shipment;
  const half = (part: readonly Entry[], range?: { from: number; to: number }) =>
    createShipment({ entries: part, settled, crashes: 1, ...(range && { range }) });
  let halves: [Shipment, Shipment] | undefined;
  if (entries.length > 1) {
    const middle = entries.length >> 1;
    halves = [half(entries.slice(0, middle)), half(entries.slice(middle))];
  } else if (to - from > 1) {
    const middle = (from + to) >> 1;
    halves = [half(entries, { from, to: middle }), half(entries, { from: middle, to })];
  }
  if (halves !== undefined) for (const entry of entries) entry.openShipments -= 1;
  return halves;
}

export const isWhole = ({ entries, from, to }: Shipment) =>
  entries.length > 1 || (from === 0 && to === entries[0]!.spanCount);

/** The call that brings a shipment, now assembled as `batch`, to an exporter; for those who watch. */
export const callOf = ({ name }: ExporterPort, shipment: Shipment, { spanCount }: Batch): DeliveryCall => ({
  exporter: name,
  sources: shipment.entries.flatMap(({ batch }) => batch ?? []),
  spanCount,
  tries: shipment.tries,
});

/** Notes that of the plugin's `width` trace exporters only those in `again` still need the shipment. */
export function settleTargets(shipment: Shipment, width: number, again: readonly number[]): void {
  if (again.length === width) return;
  const all = Array.from({ length: width }, (_, index) => index);
  shipment.settled = { width, targets: all.filter((target) => !again.includes(target)) };
}
