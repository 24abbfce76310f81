import assert from "node:assert/strict";
import { test } from "node:test";
// `npm test` compiles span-line.ts to WebAssembly, with bindings for JavaScript beside it.
import { spanLine } from "../build/tested/span-line.js";

test("a line names span, duration and service", () => {
  assert.equal(spanLine("span", "checkout", 0n, 12_500_000n, "shop"), "span checkout took 12.5 ms in shop");
});

test("a duration has up to three decimals, rounded", () => {
  assert.equal(spanLine("span", "a", 0n, 1_000_000n, "s"), "span a took 1 ms in s");
  assert.equal(spanLine("span", "a", 0n, 1_499n, "s"), "span a took 0.001 ms in s");
  assert.equal(spanLine("span", "a", 0n, 999_999_500n, "s"), "span a took 1000 ms in s");
});

test("a span that ends before it began took no time", () => {
  assert.equal(spanLine("span", "back", 5n, 4n, "shop"), "span back took 0 ms in shop");
});

test("a resource without a service name is told", () => {
  assert.equal(spanLine("late", "a", 0n, 0n, ""), "late a took 0 ms in an unknown service");
});
