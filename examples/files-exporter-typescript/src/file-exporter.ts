import { readBatch } from "../guest/otlp.ts";
import type { Exporter, Outcome, SpanBatch } from "../guest/plugin.ts";
import { jsonLine } from "./json-line.ts";

/** What an exporter writes to. */
export interface TextFile {
  /** Writes at the end of the file. Gives back what went wrong; a part may have been written then. */
  write(pieces: readonly string[]): string | undefined;
}

/** Appends each resource of a batch to a file as one JSON line. */
export class FileExporter implements Exporter {
  readonly #file: TextFile;
  readonly #now: () => Date;
  #hasTornLine = false;

  constructor(file: TextFile, now: () => Date) {
    this.#file = file;
    this.#now = now;
  }

  /** Gathers the lines of a batch, to write them at once. */
  exportSpans({ spans }: SpanBatch): Outcome {
    const lines = readBatch(spans).flatMap((resourceSpans) => jsonLine(resourceSpans, this.#now()));
    if (lines.length === 0) return { kind: "accepted" };
    // What a failed write left behind must not run into the next line.
    if (this.#hasTornLine) lines.unshift("\n");
    const problem = this.#file.write(lines);
    this.#hasTornLine = problem !== undefined;
    return problem === undefined ? { kind: "accepted" } : { kind: "retryable", message: problem };
  }
}
