import type { Admission, Batch } from "../contract/index.ts";
import type { Refusal } from "./explain-refusal.ts";
import type { ExporterLane } from "./exporter-lane.ts";

/**
 * `all`: a batch is queued for every exporter or for none, so that one full queue makes the sender wait or try
 * again. `independent`: each queue decides for itself, and the sender hears a refusal only when no queue took the
 * batch.
 */
export type FanOut = "all" | "independent";

export function admit(fanOut: FanOut, lanes: readonly ExporterLane[], batch: Batch) {
  return fanOut === "all" ? admitToAll(lanes, batch) : admitToEach(lanes, batch);
}

const queued: Admission = { kind: "queued" };

function admitToAll(lanes: readonly ExporterLane[], batch: Batch): Admission | Promise<Admission> {
  if (!lanes.every((lane) => lane.isImmediate)) return admitToAllInSteps(lanes, batch);
  for (const [index, lane] of lanes.entries()) {
    const refusal = lane.reserve(batch);
    if (refusal === undefined) continue;
    for (let before = 0; before < index; before += 1) lanes[before]!.cancel(batch);
    lane.countRefused(batch);
    return refusal;
  }
  for (const lane of lanes) lane.commit(batch);
  return queued;
}

/** Room everywhere first, then the answers of exporters without a queue, then the disks, and memory at last. */
async function admitToAllInSteps(lanes: readonly ExporterLane[], batch: Batch): Promise<Admission> {
  const refusal = await reserveAll(lanes, batch);
  if (refusal !== undefined) return refusal;
  const cancel = (which: readonly ExporterLane[]) => {
    for (const lane of which) lane.cancel(batch);
  };
  const withQueue = lanes.filter((lane) => !lane.isDirect);
  const answers = await Promise.all(lanes.filter((lane) => lane.isDirect).map((lane) => lane.ask(batch)));
  const denied = answers.find((answer) => answer.kind !== "queued");
  if (denied !== undefined) {
    cancel(withQueue);
    return denied;
  }
  const stored = withQueue.filter((lane) => lane.hasStore);
  const numbers = await Promise.all(stored.map((lane) => lane.store(batch)));
  const failed = numbers.findIndex((number) => typeof number !== "number");
  if (failed >= 0) {
    cancel(withQueue.filter((lane) => !lane.hasStore));
    for (const [index, lane] of stored.entries()) {
      const number = numbers[index];
      lane.cancel(batch, typeof number === "number" ? number : undefined);
    }
    stored[failed]!.countRefused(batch);
    return numbers[failed] as Refusal;
  }
  for (const lane of withQueue) {
    const number = lane.hasStore ? numbers[stored.indexOf(lane)] : undefined;
    lane.commit(batch, number as number | undefined);
  }
  return queued;
}

/** Queues that refuse are asked before those that let wait: nobody waits for a batch that is refused anyway. */
async function reserveAll(lanes: readonly ExporterLane[], batch: Batch): Promise<Refusal | undefined> {
  const inOrder = [...lanes.filter((lane) => !lane.isPatient), ...lanes.filter((lane) => lane.isPatient)];
  for (const [index, lane] of inOrder.entries()) {
    const refusal = lane.isPatient ? await lane.reserveSoon(batch) : lane.reserve(batch);
    if (refusal === undefined) continue;
    for (const before of inOrder.slice(0, index)) before.cancel(batch);
    lane.countRefused(batch);
    return refusal;
  }
  return undefined;
}

function admitToEach(lanes: readonly ExporterLane[], batch: Batch): Admission | Promise<Admission> {
  const answers = lanes.map((lane) =>
    lane.isImmediate ? admitAtOnce(lane, batch) : admitInSteps(lane, batch),
  );
  return answers.some((answer) => answer instanceof Promise)
    ? Promise.all(answers).then((known) => conclude(lanes, known, batch))
    : conclude(lanes, answers as Admission[], batch);
}

function admitAtOnce(lane: ExporterLane, batch: Batch): Admission {
  const refusal = lane.reserve(batch);
  if (refusal !== undefined) return refusal;
  lane.commit(batch);
  return queued;
}

async function admitInSteps(lane: ExporterLane, batch: Batch): Promise<Admission> {
  const refusal = await lane.reserveSoon(batch);
  if (refusal !== undefined) return refusal;
  if (lane.isDirect) return await lane.ask(batch);
  const number = lane.hasStore ? await lane.store(batch) : undefined;
  if (typeof number === "object") {
    lane.cancel(batch);
    return number;
  }
  lane.commit(batch, number);
  return queued;
}

/** Of several refusals the sender gets the one that ends first; that a later try is possible wins over a no. */
function conclude(lanes: readonly ExporterLane[], answers: readonly Admission[], batch: Batch): Admission {
  const isTaken = answers.some((answer) => answer.kind === "queued");
  let best: Refusal | undefined;
  for (const [index, answer] of answers.entries()) {
    if (answer.kind === "queued") continue;
    const lane = lanes[index]!;
    // Exporters without a queue count by themselves.
    if (isTaken) lane.countDropped(batch, answer);
    else if (!lane.isDirect) lane.countRefused(batch);
    if (best === undefined || waitOf(answer) < waitOf(best)) best = answer;
  }
  return isTaken || best === undefined ? queued : best;
}

const waitOf = (refusal: Refusal) =>
  refusal.kind === "rejected" ? Number.POSITIVE_INFINITY : (refusal.retryAfterMillis ?? 0);
