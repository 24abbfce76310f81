import type { BatchCase } from "../batch-case.ts";
import { attributeCases } from "./attribute-cases.ts";
import { everyFieldCases } from "./every-field-cases.ts";
import { numberCases } from "./number-cases.ts";
import { sizeCases } from "./size-cases.ts";
import { idCases, textCases } from "./text-cases.ts";
import { unknownFieldCases } from "./unknown-field-cases.ts";
import { unreadableCases } from "./unreadable-cases.ts";

export const batchCheckIds = [
  "batch-empty",
  "batch-one-span",
  "batch-ten-thousand-spans",
  "batch-every-field",
  "batch-every-attribute-kind",
  "batch-unknown-fields",
  "batch-unicode",
  "batch-zero-ids",
  "batch-extreme-numbers",
  "batch-unreadable",
] as const;
export type BatchCheckId = (typeof batchCheckIds)[number];

/** Every batch that the checks try, by the check that it belongs to. */
export const batchCases: Readonly<Record<BatchCheckId, readonly BatchCase[]>> = {
  "batch-empty": sizeCases.empty,
  "batch-one-span": sizeCases.one,
  "batch-ten-thousand-spans": sizeCases.tenThousand,
  "batch-every-field": everyFieldCases,
  "batch-every-attribute-kind": attributeCases,
  "batch-unknown-fields": unknownFieldCases,
  "batch-unicode": textCases,
  "batch-zero-ids": idCases,
  "batch-extreme-numbers": numberCases,
  "batch-unreadable": unreadableCases,
};

export const allBatchCases: readonly BatchCase[] = Object.values(batchCases).flat();
