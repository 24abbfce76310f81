export enum OutcomeKind {
  Accepted,
  Retryable,
  Permanent,
}

/** What an exporter says of spans it was given. */
export class Outcome {
  /** @internal */
  constructor(
    readonly kind: OutcomeKind,
    readonly rejectedSpans: u32,
    readonly message: string | null,
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
