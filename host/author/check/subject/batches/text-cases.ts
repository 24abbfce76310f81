import type { SpanModel, TextModel } from "../../../otlp/index.ts";
import { batchCase, marker } from "../batch-case.ts";
import { plainSpan, tracesOf } from "../plain-spans.ts";

const withText = (text: TextModel): SpanModel[] => [
  plainSpan(),
  {
    ...plainSpan(1),
    name: text,
    traceState: text,
    attributes: [{ key: text, value: { string: text } }],
    events: [{ name: text }],
    status: { message: text, code: 2 },
  },
];

const textOf = (sent: string, text: TextModel) =>
  batchCase(`two spans, ${sent}`, () => tracesOf(withText(text)));

/** Texts that are UTF-8 and unusual, and bytes that are none, which OTLP forbids and senders send. */
export const textCases = [
  textOf("texts beyond ASCII: ä 漢字 😀 עברית", `ä 漢字 😀 עברית ${marker}`),
  textOf(
    "texts with control characters, a zero byte, quotes and a newline",
    `\u0000\u0007\u001b[31m"\\\n\r\t\u007f${marker}`,
  ),
  textOf(
    "texts that look like markup and like commands",
    `<script>'; DROP TABLE spans; --</script> \${x} ../../ ${marker}`,
  ),
  textOf(
    "texts with lone halves, joiners and what turns the direction of writing",
    `\ufeff\u202e\u200d\ufffd\u2028 ${marker}`,
  ),
  textOf("texts of 100,000 characters", "é".repeat(100_000)),
  textOf(
    "texts that are no UTF-8: ff fe c3 28 ed a0 80",
    Uint8Array.of(0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80),
  ),
];

const idsOf = (sent: string, traceId: Uint8Array, spanId: Uint8Array) =>
  batchCase(`two spans with ${sent}`, () =>
    tracesOf([
      plainSpan(),
      { ...plainSpan(1), traceId, spanId, parentSpanId: spanId, links: [{ traceId, spanId }] },
    ]),
  );

export const idCases = [
  idsOf("ids that are all zero", new Uint8Array(16), new Uint8Array(8)),
  idsOf("empty ids", new Uint8Array(), new Uint8Array()),
  idsOf("ids of 3 and of 33 bytes", new Uint8Array(3).fill(1), new Uint8Array(33).fill(2)),
];
