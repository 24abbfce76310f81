import type { SpanModel } from "../../../otlp/index.ts";
import { batchCase } from "../batch-case.ts";
import { plainSpan, tracesOf } from "../plain-spans.ts";

const most64 = 2n ** 64n - 1n;
const most32 = 2 ** 32 - 1;

const most: SpanModel = {
  ...plainSpan(),
  kind: 2_147_483_647,
  startTimeUnixNano: most64,
  endTimeUnixNano: 0n,
  attributes: [
    { key: "int.least", value: { int: -(2n ** 63n) } },
    { key: "int.most", value: { int: 2n ** 63n - 1n } },
    { key: "int.unsafe", value: { int: 2n ** 53n + 1n } },
    { key: "double.most", value: { double: Number.MAX_VALUE } },
    { key: "double.least", value: { double: Number.MIN_VALUE } },
    { key: "double.negative.zero", value: { double: -0 } },
    { key: "double.infinite", value: { double: Number.NEGATIVE_INFINITY } },
    { key: "double.nan", value: { double: Number.NaN } },
  ],
  droppedAttributesCount: most32,
  events: [{ timeUnixNano: most64, name: "event", droppedAttributesCount: most32 }],
  droppedEventsCount: most32,
  droppedLinksCount: most32,
  status: { code: 99 },
  flags: most32,
};

const least: SpanModel = {
  ...plainSpan(1),
  kind: -1,
  startTimeUnixNano: 0n,
  endTimeUnixNano: 0n,
  status: { code: -1 },
  flags: 0,
};

export const numberCases = [
  batchCase("two spans with the largest and the smallest numbers, NaN, and an end before its start", () =>
    tracesOf([most, least]),
  ),
];
