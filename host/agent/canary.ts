import type { Batch, CanaryView, Clock, ExporterPort, Outcome, Timer } from "../contract/index.ts";
import type { Call } from "./call-meter.ts";
import {
  enoughAnswers,
  judgeTrial,
  leastAnswers,
  longestTrialMillis,
  type Verdict,
} from "./canary-verdict.ts";
import { TrialSide } from "./trial-side.ts";

export interface CanaryOptions {
  readonly running: ExporterPort;
  readonly candidate: ExporterPort;
  /** `sha256:…` of the candidate. */
  readonly digest: string;
  /** 0 < share < 1: the part of the batches that the candidate gets. */
  readonly share: number;
  readonly clock: Clock;
}

/**
 * A new instance on trial beside the running one, until a verdict. What the new one does not take goes to the running
 * one in the same call, so that a bad candidate costs time and no spans.
 */
export class Canary implements ExporterPort {
  readonly name: string;
  readonly width: number;
  readonly verdict: Promise<Verdict>;
  readonly #options: CanaryOptions;
  readonly #running = new TrialSide();
  readonly #candidate = new TrialSide();
  readonly #sinceMillis: number;
  readonly #startedAt: number;
  readonly #timer: Timer;
  #decide: (verdict: Verdict) => void = () => {};
  #isDecided = false;
  #credit = 0;

  constructor(options: CanaryOptions) {
    const { running, clock } = options;
    this.#options = options;
    this.name = running.name;
    this.width = running.width;
    this.#sinceMillis = clock.now();
    this.#startedAt = clock.monotonic();
    this.verdict = new Promise((resolve) => {
      this.#decide = resolve;
    });
    this.#timer = clock.after(longestTrialMillis, () => this.#judge());
  }

  async export(batch: Batch, targets?: readonly number[]): Promise<readonly Outcome[]> {
    const { running, candidate } = this.#options;
    if (!this.#isCandidatesTurn()) return await running.export(batch, targets);
    const outcomes = await candidate.export(batch, targets);
    const wanted = targets ?? Array.from({ length: this.width }, (_, index) => index);
    const again = wanted.filter((_, index) => !isTaken(outcomes[index]));
    if (again.length === 0) return outcomes;
    const second = await running.export(batch, again);
    return wanted.map((target, index) => {
      const place = again.indexOf(target);
      return (place < 0 ? outcomes[index] : second[place])!;
    });
  }

  poll(): void {
    this.#options.running.poll?.();
    this.#options.candidate.poll?.();
  }

  /** To be told of every call that the two instances answer. */
  note(side: "running" | "candidate", call: Call): void {
    if (this.#isDecided) return;
    (side === "running" ? this.#running : this.#candidate).add(call);
    if (side !== "candidate") return;
    // A crash tells at once, the rest is looked at when there is enough to see.
    const crashed = call.outcomes.some((outcome) => outcome.kind === "retryable" && outcome.crashedPlugin);
    const { answered } = this.#candidate;
    if (crashed || answered >= enoughAnswers || answered % leastAnswers === 0) this.#judge();
  }

  /** Ends the trial against the candidate. */
  abort(reason: string): void {
    this.#end({ kind: "roll-back", reason });
  }

  view(): CanaryView {
    const { share, digest } = this.#options;
    return { share, digest, sinceMillis: this.#sinceMillis, answered: this.#candidate.answered };
  }

  #judge(): void {
    const elapsedMillis = this.#options.clock.monotonic() - this.#startedAt;
    const verdict = judgeTrial(this.#running.figures(), this.#candidate.figures(), elapsedMillis);
    if (verdict !== undefined) this.#end(verdict);
  }

  #end(verdict: Verdict): void {
    if (this.#isDecided) return;
    this.#isDecided = true;
    this.#timer.cancel();
    this.#decide(verdict);
  }

  /** Exactly the share, evenly spread. */
  #isCandidatesTurn(): boolean {
    if (this.#isDecided) return false;
    this.#credit += this.#options.share;
    if (this.#credit < 1) return false;
    this.#credit -= 1;
    return true;
  }
}

const isTaken = (outcome: Outcome | undefined) =>
  outcome?.kind === "accepted" || outcome?.kind === "partly-rejected";
