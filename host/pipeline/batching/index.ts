export { BatchFormer } from "./batch-former.ts";
export { FieldCursor, lengthDelimitedType } from "./field-cursor.ts";
export { mergeBatches } from "./merge-batches.ts";
export { sliceBatch } from "./slice-batch.ts";
