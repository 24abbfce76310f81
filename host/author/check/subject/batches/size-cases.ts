import { batchCase } from "../batch-case.ts";
import { plainSpan, spansOf, tracesOf } from "../plain-spans.ts";

export const sizeCases = {
  empty: [
    batchCase("a request of no bytes, span-count 0", () => ({ resourceSpans: [] })),
    batchCase("a resource with a scope and no span, span-count 0", () => tracesOf([])),
    batchCase("a resource without a scope, span-count 0", () => tracesOf([], { scopeSpans: [] })),
  ],
  one: [batchCase("one span", () => tracesOf([plainSpan()]))],
  tenThousand: [batchCase("10,000 spans in one request", () => tracesOf(spansOf(10_000)))],
} as const;
