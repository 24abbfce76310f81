import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DeclaredLimits,
  pageBytes,
  type SharingModule,
  shareMemory,
  tableElementBytes,
} from "../../../host/sandbox/index.ts";

const mebibyte = 1024 * 1024;

function module(memories: readonly DeclaredLimits[], tables: readonly DeclaredLimits[] = [], instances = 1) {
  return { instances, memories, tables };
}

function memoriesOf(modules: readonly SharingModule[], memoryBytes: number): number[] {
  const shares = shareMemory(modules, memoryBytes);
  if (shares.kind === "too-small") throw new Error(`too small: ${shares.minimumBytes}`);
  return shares.caps.flatMap(({ memories }) => memories);
}

describe("shareMemory", () => {
  it("gives a single memory all that tables don't take", () => {
    expect(memoriesOf([module([{ minimum: 1 }])], 64 * mebibyte)).toEqual([1024]);
    expect(memoriesOf([module([{ minimum: 1 }], [{ minimum: 8192, maximum: 8192 }])], 64 * mebibyte)).toEqual(
      [1023],
    );
  });

  it("keeps a declared maximum that is below the share, and gives the rest to the others", () => {
    const modules = [module([{ minimum: 1, maximum: 17 }]), module([{ minimum: 1 }])];
    expect(memoriesOf(modules, 16 * mebibyte)).toEqual([17, 256 - 17]);
  });

  it("shares equally among memories that grow without end", () => {
    expect(memoriesOf([module([{ minimum: 2 }]), module([{ minimum: 4 }])], mebibyte)).toEqual([7, 9]);
  });

  it("counts a module as often as it is instantiated", () => {
    expect(memoriesOf([module([{ minimum: 1 }], [], 4)], mebibyte)).toEqual([4]);
    expect(shareMemory([module([{ minimum: 5 }], [], 4)], mebibyte)).toEqual({
      kind: "too-small",
      minimumBytes: 20 * pageBytes,
    });
  });

  it("counts 8 bytes for an element of a table", () => {
    expect(shareMemory([module([], [{ minimum: mebibyte }])], 8 * mebibyte - 1)).toEqual({
      kind: "too-small",
      minimumBytes: 8 * mebibyte,
    });
  });

  it("lets tables grow within a 64th of what is left", () => {
    const shares = shareMemory([module([{ minimum: 0 }], [{ minimum: 10 }])], 64 * mebibyte + 80);
    expect(shares).toMatchObject({ caps: [{ memories: [1008], tables: [10 + mebibyte / 8] }] });
  });

  it("never lets all maximums together exceed the limit, nor moves one out of its declared range", () => {
    const limits = (most: number) =>
      fc.tuple(fc.nat(most), fc.option(fc.nat(most), { nil: undefined })).map(([minimum, more]) => ({
        minimum,
        ...(more === undefined ? {} : { maximum: minimum + more }),
      }));
    const modules = fc.array(
      fc.record({
        instances: fc.nat(4),
        memories: fc.array(limits(400), { maxLength: 3 }),
        tables: fc.array(limits(100_000), { maxLength: 3 }),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(modules, fc.integer({ min: 0, max: 128 * mebibyte }), (declared, memoryBytes) => {
        const shares = shareMemory(declared, memoryBytes);
        if (shares.kind === "too-small") {
          expect(shares.minimumBytes).toBeGreaterThan(memoryBytes);
          return;
        }
        let total = 0;
        for (const [index, { instances, memories, tables }] of declared.entries()) {
          const caps = shares.caps[index]!;
          for (const [kind, unit, all] of [
            ["memories", pageBytes, memories],
            ["tables", tableElementBytes, tables],
          ] as const) {
            for (const [at, { minimum, maximum }] of all.entries()) {
              const cap = caps[kind][at]!;
              total += cap * unit * instances;
              expect(cap).toBeGreaterThanOrEqual(minimum);
              expect(cap).toBeLessThanOrEqual(maximum ?? cap);
            }
          }
        }
        expect(total).toBeLessThanOrEqual(memoryBytes);
      }),
      { numRuns: 500 },
    );
  });
});
