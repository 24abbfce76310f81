/** Whether a batch was taken, and if not, whether it may be later. */
export enum OutcomeKind {
  /** Taken, wholly or in part. The agent does not send it again. */
  Accepted,
  /** Not taken. The agent sends the same batch again, with backoff. */
  Retryable,
  /** Not taken, and never will be. The agent keeps it as a dead letter, or counts it. */
  Permanent,
}

/**
 * What an exporter says of spans it was given. Messages go to the operator: no span data and no secrets belong there.
 *
 * ```ts
 * if (spans.length > 10_000) return Outcome.permanent("more than 10000 spans at once");
 * return Outcome.retryable("the destination is busy", 2_000);
 * ```
 */
export class Outcome {
  /** @internal */
  constructor(
    /** What becomes of the batch. */
    readonly kind: OutcomeKind,
    /** Spans that were refused of an accepted batch; 0 when all were taken. */
    readonly rejectedSpans: u32,
    /** For the operator; null when there is nothing to say. */
    readonly message: string | null,
    /** Milliseconds from now before which a retryable batch is not sent again; -1 leaves it to the agent. */
    readonly retryAfterMillis: i64,
  ) {}

  /** Taken whole. `message` is a warning for the operator. */
  static accepted(message: string | null = null): Outcome {
    return message === null ? taken : new Outcome(OutcomeKind.Accepted, 0, message, -1);
  }

  /** Taken, except for `rejectedSpans` spans. They are not sent again. */
  static partlyRejected(rejectedSpans: u32, message: string): Outcome {
    return new Outcome(OutcomeKind.Accepted, rejectedSpans, message, -1);
  }

  /** Not taken; the agent tries again, not before `retryAfterMillis` when that is 0 or more. */
  static retryable(message: string, retryAfterMillis: i64 = -1): Outcome {
    return new Outcome(OutcomeKind.Retryable, 0, message, min(retryAfterMillis, <i64>u32.MAX_VALUE));
  }

  /** Not taken, and never will be. */
  static permanent(message: string): Outcome {
    return new Outcome(OutcomeKind.Permanent, 0, message, -1);
  }
}

const taken = new Outcome(OutcomeKind.Accepted, 0, null, -1);
