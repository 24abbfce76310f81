import { type Clock, type Logger, SpandockError } from "../contract/index.ts";
import type { Pipeline } from "../pipeline/index.ts";
import { Canary } from "./canary.ts";
import type { ExporterInstance } from "./exporter-instance.ts";
import type { ExporterSlot } from "./exporter-slot.ts";

export interface TryOutOptions {
  readonly slot: ExporterSlot;
  /** Ready, and not in service. */
  readonly candidate: ExporterInstance;
  /** 0 < share < 1. */
  readonly share: number;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Gives a new instance a share of the batches until it is known to be as good as the running one. Resolves when it is
 * to be promoted: the two still share the batches then.
 *
 * @throws SpandockError CANARY_ROLLED_BACK with the reason, or CHANGE_NOT_POSSIBLE when the two can't be compared; the
 * running instance has all batches again then, and the new one none in hand
 */
export async function tryOut(options: TryOutOptions): Promise<void> {
  const { slot, candidate, share, pipeline, clock, logger } = options;
  const { name, instance } = slot;
  const running = instance!;
  checkWidth(name, candidate.port.width, running.port.width);
  const { digest } = candidate;
  const tell = (message: string) => {
    logger.log("info", message, { exporter: name, digest });
    slot.emit({ kind: "canary", message: `${name}: ${message}` });
  };
  const canary = new Canary({ running: running.port, candidate: candidate.port, digest, share, clock });
  slot.canary = canary;
  if (slot.changesWaiting > 0) canary.abort("another change of this exporter was asked for");
  const sharing = pipeline.swapPort(name, canary, running.digest);
  tell(`canary: the new instance gets ${(share * 100).toFixed(1)} % of the batches`);
  const { kind, reason } = await canary.verdict;
  slot.canary = undefined;
  // What went straight to the running one before the trial is answered by now, or soon: it must not be stopped under it.
  await sharing;
  if (kind === "promote") {
    tell(`canary: promoted: ${reason}`);
    return;
  }
  tell(`canary: rolled back: ${reason}`);
  await pipeline.swapPort(name, running.port, running.digest);
  throw new SpandockError("CANARY_ROLLED_BACK", {
    message: `${name}: the new instance was rolled back: ${reason}`,
  });
}

/** A batch goes on to those of a plugin's exporters that did not take it yet, by their place. */
function checkWidth(name: string, candidate: number, running: number): void {
  if (candidate === running) return;
  throw new SpandockError("CHANGE_NOT_POSSIBLE", {
    message: `${name}: the new instance made ${candidate} exporters, the running one ${running}: a canary can't compare them`,
    fix: "Reload without a canary.",
  });
}
