import { describe, expect, it } from "vitest";
import { Condition } from "../../../host/agent/rules/condition.ts";
import { parseThreshold } from "../../../host/config/parse-threshold.ts";

/** A look each second; what it counts is `part` of `whole`. Answers the seconds at which the condition holds. */
function setUp(text: string) {
  const condition = new Condition(parseThreshold(text)!, 0);
  let second = 0;
  return {
    condition,
    pass(seconds: number, part: number, whole: number) {
      for (let index = 0; index < seconds; index += 1) {
        second += 1;
        condition.look(second * 1_000, { part, whole });
      }
      return condition.holds;
    },
    hasCleared: () => condition.hasCleared(second * 1_000),
  };
}

describe("a condition on a share", () => {
  it("holds once the share was above the threshold for the whole time, and not a second before", () => {
    const { pass } = setUp("> 5% for 30s");
    expect(pass(10, 5, 100)).toBe(false);
    // The ten seconds that are looked at hold 5 % from before; the first second of more is above already.
    expect(pass(30, 20, 100)).toBe(false);
    expect(pass(1, 20, 100)).toBe(true);
  });

  it("begins anew after one look below it", () => {
    const { pass } = setUp("> 50% for 5s");
    expect(pass(5, 1, 1)).toBe(false);
    expect(pass(3, 0, 1)).toBe(false);
    expect(pass(5, 1, 1)).toBe(false);
    expect(pass(3, 1, 1)).toBe(true);
  });

  it("does not hold on the very threshold, which >= does", () => {
    expect(setUp("> 5%").pass(1, 5, 100)).toBe(false);
    expect(setUp(">= 5%").pass(1, 5, 100)).toBe(true);
    expect(setUp("< 5%").pass(1, 5, 100)).toBe(false);
    expect(setUp("<= 5%").pass(1, 5, 100)).toBe(true);
  });

  it("takes seconds without anything to measure neither for nor against it", () => {
    const { pass } = setUp("> 50% for 20s");
    pass(1, 9, 10);
    // The look-back of 10 s has it until it falls out, then nothing is known.
    expect(pass(19, 0, 0)).toBe(false);
    expect(pass(1, 9, 10)).toBe(false);
    expect(pass(10, 0, 0)).toBe(false);
    pass(1, 9, 10);
    expect(pass(1, 9, 10)).toBe(true);
  });

  it("is over when there was nothing to measure for the whole time", () => {
    const { pass } = setUp("> 50% for 3s");
    expect(pass(4, 1, 1)).toBe(true);
    expect(pass(4, 0, 0)).toBe(true);
    expect(pass(1, 0, 0)).toBe(false);
  });

  it("has cleared only when it was not so for as long as it had to be so", () => {
    const { pass, hasCleared } = setUp("> 50% for 5s");
    expect(pass(6, 1, 1)).toBe(true);
    expect(hasCleared()).toBe(false);
    pass(6, 0, 1);
    expect(hasCleared()).toBe(false);
    pass(1, 0, 1);
    expect(hasCleared()).toBe(true);
  });

  it("without a time holds and clears at the first look", () => {
    const { pass, hasCleared } = setUp("> 50%");
    expect(pass(1, 1, 1)).toBe(true);
    pass(1, 0, 9);
    expect(hasCleared()).toBe(true);
  });

  it("tells its figure and the time it is of", () => {
    const { condition, pass } = setUp("> 5% for 30s");
    expect(condition.describe()).toBe("nothing to measure in the last 10s");
    pass(3, 1, 7);
    expect(condition.describe()).toBe("14.3% in the last 10s");
  });
});

describe("a condition on a rate", () => {
  it("measures the time that has passed, also when a look comes late", () => {
    const condition = new Condition(parseThreshold("> 100/s")!, 0);
    condition.look(4_000, { part: 400, whole: 0 });
    expect([condition.holds, condition.describe()]).toEqual([false, "100/s in the last 10s"]);
    condition.look(5_000, { part: 101, whole: 0 });
    expect(condition.holds).toBe(true);
  });

  it("knows that nothing is less than something", () => {
    const { pass } = setUp("< 1/s for 5m");
    expect(pass(300, 0, 0)).toBe(false);
    expect(pass(1, 0, 0)).toBe(true);
    expect(pass(1, 100, 100)).toBe(false);
  });
});
