import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RingBuffer } from "../../host/pipeline/ring-buffer.ts";

describe("a ring buffer", () => {
  it("behaves like an array, whatever is pushed and shifted", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer()), { maxLength: 300 }), (steps) => {
        const ring = new RingBuffer<number>();
        const model: number[] = [];
        for (const step of steps) {
          if (step !== null) {
            ring.push(step);
            model.push(step);
          } else expect(ring.shift()).toBe(model.shift());
          expect(ring.length).toBe(model.length);
          expect(ring.peek()).toBe(model[0]);
        }
      }),
    );
  });
});
