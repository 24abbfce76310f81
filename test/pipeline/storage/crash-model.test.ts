import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crashCopy, storeIn, temporaryDirectories, textBatch, textOf } from "./set-up-store.ts";

const makeDirectory = temporaryDirectories();

type Step =
  | { readonly kind: "append"; readonly sizes: readonly number[] }
  | { readonly kind: "acknowledge"; readonly which: number }
  | { readonly kind: "crash" }
  | { readonly kind: "restart" };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("append" as const),
        sizes: fc.array(fc.nat(150), { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("acknowledge" as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.constant({ kind: "crash" as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: "restart" as const }) },
  ),
  { maxLength: 40 },
);

describe("a stored queue against a model", () => {
  it("has after any crash every batch that was stored and not acknowledged, and none that was never stored", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        let directory = await makeDirectory();
        let { store } = storeIn(directory, { segmentBytes: 300 });
        await store.open();
        let number = 0;
        /** What must be there, by sequence. */
        const live = new Map<number, string>();
        /** Acknowledged: may be there again after a crash. */
        const gone = new Map<number, string>();
        const check = async () => {
          const opened = storeIn(directory, { segmentBytes: 300 });
          store = opened.store;
          const found = new Map<number, string | undefined>();
          for (const { sequence } of await store.open())
            found.set(sequence, textOf(await store.read(sequence)));
          for (const [sequence, text] of live) expect(found.get(sequence)).toBe(text);
          for (const [sequence, text] of found) {
            expect(live.get(sequence) ?? gone.get(sequence)).toBe(text);
            if (!live.has(sequence)) store.acknowledge(sequence);
          }
          expect(store.stats().damagedRecords).toBe(0);
        };
        for (const step of list) {
          if (step.kind === "append") {
            const texts = step.sizes.map((size) => `${++number}${"x".repeat(size)}`);
            const sequences = await Promise.all(texts.map((text) => store.append(textBatch(text))));
            for (const [index, sequence] of sequences.entries()) live.set(sequence, texts[index]!);
          } else if (step.kind === "acknowledge") {
            const sequence = [...live.keys()][step.which % Math.max(1, live.size)];
            if (sequence === undefined) continue;
            store.acknowledge(sequence);
            gone.set(sequence, live.get(sequence)!);
            live.delete(sequence);
          } else if (step.kind === "crash") {
            const copy = await makeDirectory();
            await crashCopy(directory, copy);
            await store.close();
            directory = copy;
            await check();
          } else {
            await store.close();
            gone.clear();
            await check();
          }
        }
        await store.close();
      }),
      { numRuns: 60 },
    );
  });
});
