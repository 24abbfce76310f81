export {
  type OfflineQueue,
  type OpenQueueOptions,
  openQueueDirectory,
  otherQueues,
} from "./offline-queue.ts";
export { type QueueFiles, systemFiles } from "./queue-files.ts";
export { queueFolder } from "./queue-folder.ts";
export { SegmentStore, type SegmentStoreOptions } from "./segment-store.ts";
