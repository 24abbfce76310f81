import type { Admission, Batch } from "../contract/index.ts";

/** Which trace exporters of a plugin that made `width` of them are done with a batch. */
export interface SettledTargets {
  readonly width: number;
  readonly targets: readonly number[];
}

/** One batch in the queue of one exporter. */
export interface Entry {
  readonly spanCount: number;
  readonly byteLength: number;
  /** Units of the queue's capacity. */
  readonly size: number;
  /** On the clock that never jumps. */
  readonly queuedAtMillis: number;
  /** Undefined while the bytes are only on disk. */
  readonly batch: Batch | undefined;
  /** Its number in the storage; undefined = memory only. */
  readonly sequence?: number | undefined;
  /** Undefined = none of them. */
  readonly settled?: SettledTargets | undefined;
  /** Set when the sender waits for the exporter's first answer. */
  readonly answer?: ((admission: Admission) => void) | undefined;
  /** Shipments that carry spans of this entry and are not at their end. */
  openShipments: number;
  /** Some of its spans stay in the storage for the next start. */
  isKept: boolean;
  /** Somebody may read its bytes after its end. */
  isReadOn: boolean;
}
