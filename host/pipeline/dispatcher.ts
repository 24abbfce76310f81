import type { Batch, ExporterPort, Outcome } from "../contract/index.ts";
import { assembleShipment } from "./assemble-shipment.ts";
import { BatchFormer } from "./batching/index.ts";
import type { DispatcherOptions, DispatchSettings } from "./dispatcher-options.ts";
import type { Entry } from "./entry.ts";
import { judgeOutcomes, type Verdict } from "./judge-outcomes.ts";
import { planRetry } from "./plan-retry.ts";
import { PortGate } from "./port-gate.ts";
import { RetrySchedule } from "./retry-schedule.ts";
import { RingBuffer } from "./ring-buffer.ts";
import { callOf, createShipment, cutEntry, halveShipment, type Shipment, settleTargets } from "./shipment.ts";

/** A crash may be chance; spans that were there at the second one are suspects. */
const crashesThatSuspect = 2;

/**
 * Brings entries to the plugin: up to `numConsumers` calls at a time, failed ones again after a pause. What waits
 * for its next try holds no consumer and keeps nothing behind it back.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #former: BatchFormer;
  readonly #due = new RingBuffer<Shipment>();
  readonly #waiting = new RingBuffer<Entry>();
  readonly #schedule: RetrySchedule<Shipment>;
  readonly #gate: PortGate;
  #settings: DispatchSettings;
  #pausedAtMillis: number | undefined;
  #onQuiet: (() => void)[] = [];
  #isDraining = false;
  #isStopped = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { clock, batch, port } = options;
    this.#settings = options;
    this.#gate = new PortGate(port);
    this.#former = new BatchFormer({ waiting: this.#waiting, batch, clock, onReady: () => this.#pump() });
    this.#schedule = new RetrySchedule({ clock, onDue: (shipment) => this.#becomeDue([shipment]) });
  }

  get inFlight(): number {
    return this.#gate.inFlight;
  }

  get waitingForRetry(): number {
    return this.#schedule.length;
  }

  untilNextRetryMillis(): number | undefined {
    return this.#schedule.untilNextMillis();
  }

  add(entry: Entry): void {
    this.#former.add(entry);
    this.#pump();
  }

  /** New calls go to `port`. Resolves when the port before has answered all it was given. */
  swapPort(port: ExporterPort): Promise<void> {
    return this.#gate.swap(port);
  }

  /** In force from the next call on. */
  configure(settings: DispatchSettings): void {
    this.#settings = settings;
    this.#former.configure(settings.batch);
    this.#pump();
  }

  get isPaused(): boolean {
    return this.#pausedAtMillis !== undefined;
  }

  /** Makes no further call until `resume`; everything keeps its place. */
  pause(): void {
    this.#pausedAtMillis ??= this.#options.clock.monotonic();
  }

  /** What waits for its next try gets it at once; the pause does not count as time in which it was tried. */
  resume(): void {
    if (this.#pausedAtMillis === undefined) return;
    const pausedMillis = this.#options.clock.monotonic() - this.#pausedAtMillis;
    this.#pausedAtMillis = undefined;
    for (const shipment of this.#schedule.takeAll()) this.#due.push(shipment);
    for (const shipment of this.#due) shipment.firstTryMillis += pausedMillis;
    this.#pump();
  }

  /** Resolves when no call is in flight and, unless it is paused, nothing waits but for the time of a next try. */
  whenQuiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#onQuiet.push(resolve);
      this.#pump();
    });
  }

  /** From now on everything is tried once more, at once, and not again. */
  drain(): void {
    this.#isDraining = true;
    this.#becomeDue(this.#schedule.takeAll());
  }

  /** Sends nothing any more. Calls in flight may still end. */
  stop(): void {
    this.#isStopped = true;
    this.#schedule.takeAll();
    this.#former.stop();
  }

  #becomeDue(shipments: Iterable<Shipment>): void {
    for (const shipment of shipments) this.#due.push(shipment);
    this.#pump();
  }

  #pump(): void {
    const mayAtAll = !this.#isStopped && !this.isPaused;
    while (mayAtAll && this.#gate.inFlight < this.#settings.numConsumers) {
      const shipment = this.#due.shift() ?? this.#form();
      if (shipment === undefined) break;
      this.#send(shipment);
    }
    if (this.#due.length + this.#waiting.length > 0) this.#gate.pollAt(this.#settings.numConsumers);
    if (this.#onQuiet.length > 0 && this.#isQuiet()) for (const notify of this.#onQuiet.splice(0)) notify();
  }

  #isQuiet(): boolean {
    if (this.#gate.inFlight > 0) return false;
    return this.isPaused || this.#isStopped || (this.#due.length === 0 && this.#waiting.length === 0);
  }

  #form(): Shipment | undefined {
    const group = this.#former.next(this.#isDraining);
    if (group === undefined) return undefined;
    if (group.length > 1) return createShipment({ entries: group });
    for (const part of cutEntry(group[0]!, this.#settings.batch?.sendBatchMaxSize ?? 0)) this.#due.push(part);
    return this.#due.shift();
  }

  #send(shipment: Shipment): void {
    if (shipment.tries === 0) shipment.firstTryMillis = this.#options.clock.monotonic();
    else this.#options.counters.retries += 1;
    shipment.tries += 1;
    shipment.hadLastTry = this.#isDraining;
    const batch = assembleShipment(shipment, this.#options.loadEntry);
    if (batch instanceof Promise) this.#callLater(shipment, batch);
    else this.#call(shipment, batch);
  }

  #callLater(shipment: Shipment, loading: Promise<Batch | undefined>): void {
    const release = this.#gate.hold();
    loading.then(
      (batch) => {
        release();
        this.#call(shipment, batch);
        this.#pump();
      },
      (cause: Error) => {
        release();
        const message = `the stored batch can't be read: ${cause.message}`;
        this.#judge(shipment, undefined, [0], [{ kind: "retryable", message }]);
      },
    );
  }

  #call(shipment: Shipment, batch: Batch | undefined): void {
    if (batch === undefined) {
      this.#damaged(shipment);
      return;
    }
    const { width } = this.#gate.port;
    const targets = this.#gate.remaining(shipment);
    const onOutcomes = this.#options.observer?.onCall(callOf(this.#gate.port, shipment, batch));
    this.#gate.export(batch, targets, (outcomes) => {
      onOutcomes?.(outcomes);
      this.#judge(shipment, batch, targets, outcomes, width);
    });
  }

  #damaged(shipment: Shipment): void {
    if (shipment.entries.length === 1) this.#options.ends.onDamaged(shipment);
    else
      for (const entry of shipment.entries) {
        this.#due.push(createShipment({ entries: [entry] }));
        entry.openShipments -= 1;
      }
  }

  #judge(
    shipment: Shipment,
    batch: Batch | undefined,
    targets: readonly number[],
    outcomes: readonly Outcome[],
    width = 0,
  ): void {
    const { ends, counters } = this.#options;
    const verdict = judgeOutcomes(targets, outcomes);
    if (verdict.crashedPlugin) {
      counters.crashedCalls += 1;
      shipment.crashes += 1;
    }
    shipment.rejectedSpans = Math.max(shipment.rejectedSpans, verdict.rejectedSpans);
    ends.onAnswer(shipment, verdict);
    if (!ends.onFirstAnswer(shipment, verdict)) {
      shipment.failures.push(...verdict.failures);
      if (batch !== undefined && verdict.again.length > 0) settleTargets(shipment, width, verdict.again);
      if (batch !== undefined && verdict.again.length === 0) ends.onComplete(shipment, batch);
      else this.#retry(shipment, batch, verdict);
    }
    this.#pump();
  }

  #retry(shipment: Shipment, batch: Batch | undefined, verdict: Verdict): void {
    const { again, message } = verdict;
    const { ends, random, clock } = this.#options;
    const { retry } = this.#settings;
    if (verdict.took.length > 0) ends.onProgress(shipment);
    if (batch !== undefined && verdict.crashedPlugin && shipment.crashes >= crashesThatSuspect) {
      this.#part(shipment, batch, verdict);
      return;
    }
    if (this.#isDraining) {
      if (shipment.hadLastTry) ends.onLeftOver(shipment, batch, verdict);
      else this.#due.push(shipment);
      return;
    }
    const wait = planRetry(shipment, verdict, { retry, random, nowMillis: clock.monotonic() });
    if (wait !== undefined) this.#schedule.add(wait, shipment);
    else if (batch !== undefined) this.#giveUp(shipment, batch, again, "retries-exhausted", message);
    else ends.onDamaged(shipment);
  }

  /** Corners the spans that crash the plugin: halves go on by themselves, a single span is put aside. */
  #part(shipment: Shipment, batch: Batch, { again, message }: Verdict): void {
    const halves = shipment.failures.length === 0 ? halveShipment(shipment) : undefined;
    if (halves === undefined) this.#giveUp(shipment, batch, again, "poison", message);
    else for (const half of halves) this.#due.push(half);
  }

  #giveUp(
    shipment: Shipment,
    batch: Batch,
    targets: readonly number[],
    reason: "retries-exhausted" | "poison",
    message: string,
  ): void {
    for (const target of targets) shipment.failures.push({ target, reason, message });
    this.#options.ends.onComplete(shipment, batch);
  }
}
