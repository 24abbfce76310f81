import type { Batch } from "../../contract/index.ts";
import type { TargetFailure } from "../shipment.ts";

/** Spans that an exporter will never get, and why. */
export interface DeadLetter {
  /** The user's name for the exporter. */
  readonly exporter: string;
  /** `sha256:…` of the plugin's file, where it is known. */
  readonly digest?: string | undefined;
  readonly batch: Batch;
  /** One for each trace exporter of the plugin that did not take them. */
  readonly failures: readonly TargetFailure[];
  readonly tries: number;
}

/** Where dead letters go. Shared by all exporters. */
export interface DeadLetterSink {
  /** Resolves once the letter is safe, and rejects when it can't be kept. */
  put(letter: DeadLetter): Promise<void>;
}
