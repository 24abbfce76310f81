import type { QueueFiles } from "./queue-files.ts";
import type { Segment } from "./segment.ts";

export interface SegmentShelfOptions {
  readonly files: QueueFiles;
  /** Bytes beyond twice the live ones that the files may have. */
  readonly spareBytes: number;
  /** Bytes of the batches that are still needed. */
  readonly liveBytes: () => number;
  /** The segment that gets records still; it stays. */
  readonly current: () => Segment | undefined;
  /** Moves the batches of a segment that are still needed to the end of the log. */
  readonly moveOn: (segment: Segment) => Promise<void>;
  readonly onTrouble: (what: string, cause: unknown) => void;
}

/**
 * The segments of one queue, oldest first, and their end. Files go in the order of their age and not before: the
 * acknowledgement of a batch stands in its own segment or in a later one, so it outlives the batch. A batch that stays
 * for long would keep all later files: then it is moved on.
 */
export class SegmentShelf {
  readonly #options: SegmentShelfOptions;
  readonly #segments: Segment[] = [];
  #removal: Promise<void> = Promise.resolve();
  #moving: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: SegmentShelfOptions) {
    this.#options = options;
  }

  get fileBytes(): number {
    return this.#segments.reduce((sum, { length }) => sum + length, 0);
  }

  add(segment: Segment): void {
    this.#segments.push(segment);
    this.#shrink();
  }

  /** Removes the files that nobody needs any more. */
  tidy(): void {
    const current = this.#options.current();
    for (let oldest = this.#segments[0]; oldest !== undefined; oldest = this.#segments[0]) {
      if (oldest === current || oldest.live > 0 || this.#moving !== undefined) return;
      this.#segments.shift();
      this.#remove(oldest);
    }
  }

  /** Moves nothing on any more; resolves when what is under way is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#moving;
    this.tidy();
    await this.#removal;
  }

  #remove({ path }: Segment): void {
    const { files, onTrouble } = this.#options;
    this.#removal = this.#removal
      .then(() => files.rm(path, { force: true }))
      .catch((cause) => onTrouble("a queue's file can't be removed", cause));
  }

  #shrink(): void {
    const { liveBytes, spareBytes, current, moveOn, onTrouble } = this.#options;
    const oldest = this.#segments[0];
    if (this.#moving !== undefined || this.#isStopped || oldest === undefined) return;
    if (oldest === current() || this.fileBytes <= 2 * liveBytes() + spareBytes) return;
    this.#moving = moveOn(oldest)
      .catch((cause) => {
        if (!this.#isStopped) onTrouble("a queue's oldest file can't be made smaller", cause);
      })
      .then(() => {
        this.#moving = undefined;
        const isMoved = oldest.live === 0;
        this.tidy();
        // What could not be moved now is looked at again when the next segment is made.
        if (isMoved) this.#shrink();
      });
  }
}
