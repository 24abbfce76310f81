/** A finished span of the agent's own. */
export interface OwnSpan {
  /** 16 bytes. */
  readonly traceId: Uint8Array;
  /** 8 bytes, as is the parent's. */
  readonly spanId: Uint8Array;
  /** Undefined for the root. */
  readonly parentSpanId?: Uint8Array | undefined;
  readonly name: string;
  /** Nanoseconds since the epoch. */
  readonly startNanos: bigint;
  readonly endNanos: bigint;
  /** Numbers are whole. Undefined ones are left out. */
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
  /** What went wrong; undefined = nothing. */
  readonly error?: string | undefined;
}
