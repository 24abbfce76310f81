import { ProtoWriter } from "../../../otlp/index.ts";
import { batchCase } from "../batch-case.ts";
import { plainSpan } from "../plain-spans.ts";

/** Fields of numbers that OTLP does not have, in every wire type, as a later version of it may send them. */
const unknownFields = new ProtoWriter()
  .varint(1001, 7)
  .fixed64(1002, 7n)
  .bytes(1003, "from a later version")
  .fixed32(1004, 7)
  .message(536_870_911, (inner) => inner.varint(1, 1))
  .finish();

export const unknownFieldCases = [
  batchCase("two spans with fields that OTLP does not have, in every message", () => ({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "a", value: { int: 1n } }], unknownFields },
        scopeSpans: [
          {
            scope: { name: "scope", unknownFields },
            spans: [{ ...plainSpan(), unknownFields }, plainSpan(1)],
            unknownFields,
          },
        ],
        unknownFields,
      },
    ],
    unknownFields,
  })),
];
