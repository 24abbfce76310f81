import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Batch } from "../../../host/contract/index.ts";
import { SegmentStore, type SegmentStoreOptions } from "../../../host/pipeline/storage/index.ts";
import { FakeClock } from "../fake-clock.ts";
import { CollectingLogger } from "../set-up.ts";

const opened: SegmentStore[] = [];

/** A function that makes empty directories, which go after the last test of the file, as do the stores in them. */
export function temporaryDirectories(): () => Promise<string> {
  const made: string[] = [];
  afterAll(async () => {
    for (const store of opened.splice(0)) await store.close();
    for (const directory of made) await rm(directory, { recursive: true, force: true });
  });
  return async () => {
    const directory = await mkdtemp(join(tmpdir(), "spandock-queue-"));
    made.push(directory);
    return directory;
  };
}

export function storeIn(directory: string, options: Partial<SegmentStoreOptions> = {}) {
  const logger = new CollectingLogger();
  const clock = new FakeClock();
  const store = new SegmentStore({ directory, fsync: "always", clock, logger, ...options });
  opened.push(store);
  return { store, logger, clock };
}

/** What a kill -9 at this moment leaves: the files as they are, and a lock whose owner is gone. */
export async function crashCopy(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  // A file may be removed while it is copied; then it is as if the crash came later.
  for (;;) {
    try {
      await cp(from, to, { recursive: true });
      break;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
      await rm(to, { recursive: true, force: true });
    }
  }
  await rm(join(to, "lock"), { force: true });
}

export const segmentsIn = async (directory: string) =>
  (await readdir(directory)).filter((name) => name.endsWith(".segment")).sort();

export const textBatch = (text: string, spanCount = 1): Batch => ({
  spans: new TextEncoder().encode(text),
  spanCount,
});
export const textOf = (batch: Batch | undefined) => batch && Buffer.from(batch.spans).toString();

/** Opens a queue once more and reads all that it holds. */
export async function reopen(directory: string) {
  const { store, logger } = storeIn(directory);
  const batches = await store.open();
  const texts = await Promise.all(batches.map(async ({ sequence }) => textOf(await store.read(sequence))));
  return { store, logger, batches, texts };
}
