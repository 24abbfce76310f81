/** How fast one plugin answered batches of one size: medians over the rounds. */
export interface Speed {
  readonly wallMicrosPerCall: number;
  /** CPU time of the process, of all its threads together, while nothing but this plugin ran. */
  readonly cpuMicrosPerCall: number;
  readonly spansPerSecond: number;
  /** Calls over all rounds, and those of them that were no `ok`. */
  readonly calls: number;
  readonly failures: number;
}

/** Both plugins at one size of batch. */
export interface BenchRow {
  readonly spans: number;
  readonly bytes: number;
  readonly plugin: Speed;
  readonly reference: Speed;
  /** The plugin's wall time divided by the reference's, the median over the pairs of neighbouring runs. */
  readonly ratio: number;
  /** The same of CPU time: steadier on a machine that does other things, too. */
  readonly cpuRatio: number;
}

export interface ContenderMemory {
  /** Its linear memories at the end. */
  readonly linearBytes: number;
  /** What the process grew by when its thread and instance were made and had their first calls. */
  readonly rssBytes: number;
}

/** A whole run, as plain data, fit for JSON. */
export interface BenchReport {
  readonly file: string;
  readonly digest: string;
  readonly rounds: number;
  readonly rows: readonly BenchRow[];
  readonly memory: { readonly plugin: ContenderMemory; readonly reference: ContenderMemory };
  readonly millis: number;
}
