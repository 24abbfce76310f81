import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AcceptedRing } from "../../host/plugins/worker/accepted-ring.ts";

/** Both sides of one ring, as agent and thread have them. */
function sides(capacity: number) {
  const agent = new AcceptedRing(capacity);
  return { agent, thread: new AcceptedRing(agent.memory) };
}

const drained = (ring: AcceptedRing) => {
  const entries: [number, number][] = [];
  ring.drain((id, target) => entries.push([id, target]));
  return entries;
};

describe("the ring of accepted calls", () => {
  it("gives each entry once, in order, however writing and reading take turns", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6)), (turns) => {
        const { agent, thread } = sides(8);
        let id = 0;
        const written: [number, number][] = [];
        const read: [number, number][] = [];
        for (const count of turns) {
          for (let index = 0; index < count; index += 1) {
            id += 1;
            if (thread.write(id, id % 3)) written.push([id, id % 3]);
          }
          read.push(...drained(agent));
        }
        expect(read).toEqual(written);
      }),
    );
  });

  it("takes as many as it has room for, and more once it was read", () => {
    const { agent, thread } = sides(4);
    expect([1, 2, 3, 4, 5].map((id) => thread.write(id, 0))).toEqual([true, true, true, true, false]);
    expect(drained(agent)).toHaveLength(4);
    expect(thread.write(6, 0)).toBe(true);
  });

  it("goes on when its counts pass the end of their 32 bits", () => {
    const { agent, thread } = sides(4);
    new Int32Array(agent.memory).fill(2 ** 31 - 2, 0, 2);
    for (let id = 1; id <= 8; id += 1) {
      expect(thread.write(id, 7)).toBe(true);
      expect(drained(agent)).toEqual([[id, 7]]);
    }
  });

  it("keeps ids and targets as they are, negative ones too", () => {
    const { agent, thread } = sides(4);
    thread.write(-5, 999);
    expect(drained(agent)).toEqual([[-5, 999]]);
  });
});
