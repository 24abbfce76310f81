import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Batch } from "../../contract/index.ts";
import type { TargetFailure } from "../shipment.ts";

/** The `.json` file of a dead letter. */
export interface DeadLetterNote {
  /** When it was put aside, RFC 3339 UTC. */
  readonly at: string;
  /** The user's name for the exporter. */
  readonly exporter: string;
  /** `sha256:…` of the plugin's file. */
  readonly digest?: string;
  /** How many spans the `.otlp` file holds. */
  readonly spans: number;
  readonly tries: number;
  /** One for each trace exporter of the plugin that did not take them. */
  readonly failures: readonly TargetFailure[];
  /** Of the `.otlp` file. */
  readonly sha256: string;
}

export interface StoredDeadLetter {
  readonly note: DeadLetterNote;
  readonly batch: Batch;
}

/**
 * Reads a dead letter by the path of either of its two files. Rejects with a text for people when one is missing or
 * they don't belong together.
 */
export async function readDeadLetter(path: string): Promise<StoredDeadLetter> {
  const stem = path.replace(/\.(json|otlp)$/, "");
  const spans = new Uint8Array(await readFile(`${stem}.otlp`));
  const note = parseNote(await readFile(`${stem}.json`, "utf8"), `${stem}.json`);
  const sha256 = createHash("sha256").update(spans).digest("hex");
  if (sha256 !== note.sha256) {
    throw new Error(`${stem}.otlp: expected bytes with SHA-256 ${note.sha256}, found ${sha256}`);
  }
  return { note, batch: { spans, spanCount: note.spans } };
}

function parseNote(text: string, file: string): DeadLetterNote {
  let note: Partial<DeadLetterNote> | null;
  try {
    note = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file}: expected JSON: ${(cause as Error).message}`);
  }
  const isNote =
    typeof note === "object" &&
    note !== null &&
    Number.isInteger(note.spans) &&
    typeof note.exporter === "string" &&
    typeof note.sha256 === "string" &&
    Array.isArray(note.failures);
  if (!isNote) throw new Error(`${file}: expected exporter, spans, failures and sha256 of a dead letter`);
  return note as DeadLetterNote;
}
