import { cachedDataVersionTag } from "node:v8";
import { describe, expect, it } from "vitest";
import { createGarbageCollector } from "../../host/agent/garbage-collector.ts";

/** Resolves to whether a chunk that nobody refers to is freed by `collect`. */
function isFreedBy(collect: () => void): boolean {
  const before = process.memoryUsage().arrayBuffers;
  (() => new ArrayBuffer(32 * 1024 * 1024))();
  collect();
  // What a collection found is freed by the next at the latest.
  collect();
  return process.memoryUsage().arrayBuffers - before < 16 * 1024 * 1024;
}

describe("the garbage collector", () => {
  it("frees young garbage, and all garbage", () => {
    const { collectYoung, collectAll } = createGarbageCollector();
    expect(isFreedBy(collectYoung)).toBe(true);
    expect(isFreedBy(collectAll)).toBe(true);
  });

  it("leaves V8's flags as they were, so that code from the cache stays of use", () => {
    const tag = cachedDataVersionTag();
    createGarbageCollector().collectYoung();
    expect(cachedDataVersionTag()).toBe(tag);
  });
});
