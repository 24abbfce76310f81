import type { Clock, Service, Timer } from "../../contract/index.ts";
import { contentDigest, markOf, scanSources } from "./scan-sources.ts";

export interface SourceWatchOptions {
  /** Absolute path of the project. */
  readonly folder: string;
  /** Files outside of it, absolute. */
  readonly moreFiles: readonly string[];
  /** Paths, and what is below them, that are no sources; asked anew at each look. */
  readonly isIgnored: (path: string) => boolean;
  /** The absolute paths of files whose content is another, that came, or that went, at rest since one look. */
  readonly onChange: (files: readonly string[]) => void;
  readonly clock: Clock;
}

const lookIntervalMillis = 200;
/** Of the time between looks that a look may take, so that a large project costs no core. */
const maxLookShare = 0.1;

/**
 * Looks at a project's sources at intervals, which works the same on every system, in containers and on mounted
 * folders, and for editors that move a file over another. A save is told when all files have stayed the same from one
 * look to the next; a file that was only touched is not.
 */
export class SourceWatch implements Service {
  readonly #options: SourceWatchOptions;
  /** As they were when they were last told, by path. */
  #marks = new Map<string, string>();
  readonly #digests = new Map<string, string>();
  /** As they were at the last look. */
  #seen = new Map<string, string>();
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isStopped = false;
  #isBuilding = false;

  constructor(options: SourceWatchOptions) {
    this.#options = options;
  }

  /** What the files are now is where changes count from. */
  async start(): Promise<void> {
    this.#seen = await this.#look();
    this.#marks = new Map(this.#seen);
    for (const file of this.#seen.keys()) this.#digests.set(file, await contentDigest(file));
    this.#wait(0);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#looking;
  }

  /** Files that come into being while `work` runs are taken for its own, such as a lock file: they are not told. */
  async whileBuilding<T>(work: () => Promise<T>): Promise<T> {
    this.#isBuilding = true;
    try {
      return await work();
    } finally {
      await this.#looking;
      await this.#adoptNew();
      this.#isBuilding = false;
    }
  }

  #wait(tookMillis: number): void {
    if (this.#isStopped) return;
    const delayMillis = Math.max(lookIntervalMillis, tookMillis / maxLookShare);
    this.#timer = this.#options.clock.after(delayMillis, () => {
      this.#looking = this.#compare();
    });
  }

  async #compare(): Promise<void> {
    const { clock, onChange } = this.#options;
    const startedAt = clock.monotonic();
    const found = await this.#look();
    const touched = differing(this.#marks, found);
    const isAtRest = differing(this.#seen, found).length === 0;
    this.#seen = found;
    if (touched.length > 0 && isAtRest && !this.#isBuilding) {
      const changed = await this.#take(touched, found);
      if (changed.length > 0 && !this.#isStopped) onChange(changed);
    }
    this.#wait(clock.monotonic() - startedAt);
  }

  /** Remembers what is there now, and answers those whose content is another. */
  async #take(touched: readonly string[], found: ReadonlyMap<string, string>): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const file of touched) {
      const mark = found.get(file);
      const digest = mark === undefined ? undefined : await contentDigest(file);
      // One that is not looked at any more has not gone.
      if (digest !== this.#digests.get(file) && !this.#options.isIgnored(file)) changed.push(file);
      set(this.#marks, file, mark);
      set(this.#digests, file, digest);
    }
    return changed;
  }

  async #adoptNew(): Promise<void> {
    const found = await this.#look();
    const fresh = [...found.keys()].filter((file) => !this.#marks.has(file));
    await this.#take(fresh, found);
    this.#seen = found;
  }

  async #look(): Promise<Map<string, string>> {
    const { folder, moreFiles, isIgnored } = this.#options;
    const found = await scanSources(folder, isIgnored);
    for (const file of moreFiles) set(found, file, await markOf(file));
    return found;
  }
}

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
}

function set(map: Map<string, string>, key: string, value: string | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
