import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../contract/index.ts";
import type { DeadLetter, DeadLetterSink } from "./dead-letter.ts";
import type { DeadLetterNote } from "./read-dead-letter.ts";

export interface DeadLetterDirectoryOptions {
  /** Absolute path; made when it is not there. */
  readonly directory: string;
  /** All files of the directory together; letters that would exceed it are refused. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

/**
 * Dead letters as files, two for each: `<time>-<number>.otlp` is the bytes of an `ExportTraceServiceRequest`,
 * `<time>-<number>.json` is a `DeadLetterNote` that says whose they are and why they are here. The note is written
 * last, so that a letter with a note is whole. Only this user may read them: they hold spans.
 */
export class DeadLetterDirectory implements DeadLetterSink {
  readonly #options: DeadLetterDirectoryOptions;
  #usedBytes: number;
  #lastNumber: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: DeadLetterDirectoryOptions, usedBytes: number, lastNumber: number) {
    this.#options = options;
    this.#usedBytes = usedBytes;
    this.#lastNumber = lastNumber;
  }

  static async open(options: DeadLetterDirectoryOptions): Promise<DeadLetterDirectory> {
    const { directory } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    let usedBytes = 0;
    let lastNumber = 0;
    for (const name of await readdir(directory)) {
      // A write that was cut off; its batch was not acknowledged to anybody.
      if (name.endsWith(".part")) await rm(join(directory, name), { force: true });
      else usedBytes += (await stat(join(directory, name))).size;
      lastNumber = Math.max(lastNumber, Number(/-(\d+)\.(?:otlp|json)$/.exec(name)?.[1] ?? 0));
    }
    return new DeadLetterDirectory(options, usedBytes, lastNumber);
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** One at a time: a burst must not open a file for each letter at once. */
  put(letter: DeadLetter): Promise<void> {
    const done = this.#last.then(() => this.#write(letter));
    this.#last = done.catch(() => {});
    return done;
  }

  async #write(letter: DeadLetter): Promise<void> {
    const { directory, maxBytes, clock } = this.#options;
    const { spans } = letter.batch;
    const at = new Date(clock.now()).toISOString();
    const note = Buffer.from(`${JSON.stringify(noteOf(letter, at), null, 2)}\n`);
    const bytes = spans.length + note.length;
    if (this.#usedBytes + bytes > maxBytes) {
      throw new Error(`the dead letters hold ${this.#usedBytes} of ${maxBytes} bytes, this one has ${bytes}`);
    }
    this.#lastNumber += 1;
    const number = String(this.#lastNumber).padStart(6, "0");
    const path = join(directory, `${at.replaceAll(/[-:]/g, "")}-${number}`);
    try {
      await writeWhole(`${path}.otlp`, spans);
      await writeWhole(`${path}.json`, note);
    } catch (cause) {
      await rm(`${path}.otlp`, { force: true });
      throw cause;
    }
    this.#usedBytes += bytes;
    await syncDirectory(directory);
  }
}

function noteOf({ exporter, digest, batch, failures, tries }: DeadLetter, at: string): DeadLetterNote {
  return {
    at,
    exporter,
    ...(digest !== undefined && { digest }),
    spans: batch.spanCount,
    tries,
    failures,
    sha256: createHash("sha256").update(batch.spans).digest("hex"),
  };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`;
  try {
    const file = await open(part, "w", 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  }
}

/** Makes the names of new files as durable as their bytes. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
