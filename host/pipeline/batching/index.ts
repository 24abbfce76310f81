export { BatchFormer } from "./batch-former.ts";
export { mergeBatches } from "./merge-batches.ts";
export { sliceBatch } from "./slice-batch.ts";
