import type {
  Batch,
  BatchOptions,
  Clock,
  DeliveryObserver,
  ExporterPort,
  RetryOptions,
} from "../contract/index.ts";
import type { LoadEntry } from "./assemble-shipment.ts";
import type { Counters } from "./counters.ts";
import type { Verdict } from "./judge-outcomes.ts";
import type { Shipment } from "./shipment.ts";

/** What a dispatcher tells of shipments. Each shipment reaches exactly one of the ends. */
export interface ShipmentEnds {
  /** Every trace exporter took it or failed for good (`failures`); `batch` is what they were given. */
  onComplete(shipment: Shipment, batch: Batch): void;
  /** Its bytes are damaged beyond use. */
  onDamaged(shipment: Shipment): void;
  /** The drain's one try did not succeed, but a later one may. */
  onLeftOver(shipment: Shipment, batch: Batch | undefined, verdict: Verdict): void;
  /** Some trace exporters took it, others not yet. */
  onProgress(shipment: Shipment): void;
  /** Every answer, before anything else is told of it. */
  onAnswer(shipment: Shipment, verdict: Verdict): void;
  /** The first answer for a shipment whose sender waits for it; true = this was its end. */
  onFirstAnswer(shipment: Shipment, verdict: Verdict): boolean;
}

export interface DispatcherOptions {
  readonly port: ExporterPort;
  readonly retry: RetryOptions;
  readonly batch?: BatchOptions | undefined;
  readonly numConsumers: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly counters: Counters;
  readonly loadEntry: LoadEntry;
  readonly ends: ShipmentEnds;
  readonly observer?: DeliveryObserver | undefined;
}

/** How batches are brought to the plugin; may change between two calls. */
export type DispatchSettings = Pick<DispatcherOptions, "retry" | "batch" | "numConsumers">;
