import type { Batch } from "../contract/index.ts";
import { mergeBatches, sliceBatch } from "./batching/index.ts";
import type { Entry } from "./entry.ts";
import { isWhole, type Shipment } from "./shipment.ts";

/** Reads an entry's bytes back; undefined when they are damaged. */
export type LoadEntry = (entry: Entry) => Promise<Batch | undefined>;

/**
 * The batch that a shipment stands for; at once when its bytes are in memory. Answers undefined when it can't be
 * had: the stored bytes are damaged, or can't be cut.
 */
export function assembleShipment(
  shipment: Shipment,
  loadEntry: LoadEntry,
): Batch | undefined | Promise<Batch | undefined> {
  const { entries } = shipment;
  const single = entries.length === 1 ? entries[0]!.batch : undefined;
  if (single !== undefined) return cut(shipment, single);
  const batches = entries.map((entry) => entry.batch);
  if (batches.every((batch) => batch !== undefined)) return mergeBatches(batches);
  return loadAndAssemble(shipment, loadEntry);
}

async function loadAndAssemble(shipment: Shipment, loadEntry: LoadEntry): Promise<Batch | undefined> {
  const batches = await Promise.all(shipment.entries.map((entry) => entry.batch ?? loadEntry(entry)));
  if (!batches.every((batch) => batch !== undefined)) return undefined;
  return cut(shipment, mergeBatches(batches));
}

function cut(shipment: Shipment, batch: Batch): Batch | undefined {
  return isWhole(shipment) ? batch : sliceBatch(batch, shipment.from, shipment.to);
}
