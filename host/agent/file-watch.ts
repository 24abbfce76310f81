import { stat } from "node:fs/promises";
import type { Clock, Service, Timer } from "../contract/index.ts";

export interface FileWatchOptions {
  /** Absolute paths; asked anew for each look. */
  readonly files: () => readonly string[];
  /** Some of them have changed and have been the same for two looks. */
  readonly onChange: () => void;
  readonly clock: Clock;
}

const lookIntervalMillis = 400;

/**
 * Looks at files at intervals, which sees what a file system's own events leave out: a link that leads elsewhere, a
 * directory that was replaced as a whole, a file on another machine. A file that is being written, or is away for a
 * moment, is left alone until it has stayed the same from one look to the next.
 */
export class FileWatch implements Service {
  readonly #options: FileWatchOptions;
  /** As they were when they were last told, by path. */
  readonly #known = new Map<string, string>();
  /** As they were at the last look. */
  #seen: ReadonlyMap<string, string> = new Map();
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
  }

  /** What the files are now is where changes count from. */
  async start(): Promise<void> {
    this.#seen = await this.#look();
    for (const [file, mark] of this.#seen) this.#known.set(file, mark);
    this.#wait();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #wait(): void {
    if (this.#isStopped) return;
    this.#timer = this.#options.clock.after(lookIntervalMillis, () => void this.#compare());
  }

  async #compare(): Promise<void> {
    const found = await this.#look();
    const changed = [...found].filter(([file, mark]) => this.#known.get(file) !== mark);
    const isSettled = changed.every(([file, mark]) => this.#seen.get(file) === mark);
    this.#seen = found;
    // A file that came with a change of the exporters was read then: it is not told.
    const told = changed.filter(([file]) => this.#known.has(file));
    if (isSettled && !this.#isStopped) {
      for (const [file, mark] of changed) this.#known.set(file, mark);
      if (told.length > 0) this.#options.onChange();
    }
    this.#wait();
  }

  /** Only files that are there. */
  async #look(): Promise<ReadonlyMap<string, string>> {
    const marks = await Promise.all(
      this.#options.files().map(async (file) => [file, await markOf(file)] as const),
    );
    return new Map(marks.flatMap(([file, mark]) => (mark === undefined ? [] : [[file, mark]])));
  }
}

async function markOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    // Away, or out of reach: there is nothing to compare, and whoever reads it will say so.
    return undefined;
  }
}
