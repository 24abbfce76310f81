import type { Batch, ExporterPort, Outcome } from "../../host/contract/index.ts";

export interface FakeCall {
  readonly batch: Batch;
  readonly targets: readonly number[];
  answer(...outcomes: Outcome[]): void;
}

export type Respond = (batch: Batch, target: number) => Outcome;

/** An exporter whose calls the test answers one by one, or by a function. */
export class FakePort implements ExporterPort {
  readonly name: string;
  readonly width: number;
  /** Calls without an answer, in their order. */
  readonly open: FakeCall[] = [];
  /** All batches it was given, in their order. */
  readonly seen: Batch[] = [];
  respond: Respond | undefined;

  constructor(name = "files", { width = 1, respond }: { width?: number; respond?: Respond } = {}) {
    this.name = name;
    this.width = width;
    this.respond = respond;
  }

  export(
    batch: Batch,
    targets: readonly number[] = Array.from({ length: this.width }, (_, index) => index),
  ): Promise<readonly Outcome[]> {
    this.seen.push(batch);
    const { respond } = this;
    if (respond !== undefined) return Promise.resolve(targets.map((target) => respond(batch, target)));
    return new Promise((resolve) => {
      const call: FakeCall = {
        batch,
        targets,
        answer: (...outcomes) => {
          this.open.splice(this.open.indexOf(call), 1);
          resolve(outcomes);
        },
      };
      this.open.push(call);
    });
  }
}

export const accepted: Outcome = { kind: "accepted" };
export const retryable: Outcome = { kind: "retryable", message: "destination is away" };
export const permanent: Outcome = { kind: "permanent", message: "spans are of no use" };
export const accept: Respond = () => accepted;
