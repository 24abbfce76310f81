import {
  type BatchOptions,
  defaultRetry,
  defaultSendingQueue,
  type RetryOptions,
  type SendingQueueOptions,
} from "../contract/index.ts";
import { keyAt } from "./config-value.ts";
import { object } from "./read-collections.ts";
import { boolean, decimal, integer, oneOf } from "./read-scalars.ts";
import { duration, hostPath, timeout } from "./read-units.ts";
import { mapped, type Reader } from "./reader.ts";

/** An exporter's `sending_queue`. */
export const sendingQueue: Reader<SendingQueueOptions> = mapped(
  object({
    enabled: boolean,
    queue_size: integer({ min: 1 }),
    sizer: oneOf("requests", "spans", "bytes"),
    num_consumers: integer({ min: 1, max: 1024 }),
    block_on_overflow: boolean,
    storage: hostPath("the path of a directory"),
    fsync: oneOf("always", "interval", "never"),
  }),
  (raw) => ({
    enabled: raw.enabled ?? defaultSendingQueue.enabled,
    queueSize: raw.queue_size ?? defaultSendingQueue.queueSize,
    sizer: raw.sizer ?? defaultSendingQueue.sizer,
    numConsumers: raw.num_consumers ?? defaultSendingQueue.numConsumers,
    blockOnOverflow: raw.block_on_overflow ?? defaultSendingQueue.blockOnOverflow,
    ...(raw.storage !== undefined && { storage: raw.storage }),
    fsync: raw.fsync ?? defaultSendingQueue.fsync,
  }),
);

/** An exporter's `retry_on_failure`. */
export const retry: Reader<RetryOptions> = mapped(
  object({
    enabled: boolean,
    initial_interval: timeout,
    max_interval: timeout,
    max_elapsed_time: duration,
    multiplier: decimal({ min: 1, max: 100 }),
    randomization_factor: decimal({ min: 0, max: 1 }),
  }),
  (raw, value) => {
    const initialIntervalMillis = raw.initial_interval ?? defaultRetry.initialIntervalMillis;
    if (raw.max_interval !== undefined && raw.max_interval < initialIntervalMillis) {
      value.context.problems.report({
        at: keyAt(value),
        path: `${value.path}.max_interval`,
        expected: `at least initial_interval (${initialIntervalMillis} ms)`,
        found: `${raw.max_interval} ms`,
      });
    }
    return {
      enabled: raw.enabled ?? defaultRetry.enabled,
      initialIntervalMillis,
      maxIntervalMillis: raw.max_interval ?? Math.max(defaultRetry.maxIntervalMillis, initialIntervalMillis),
      maxElapsedTimeMillis: raw.max_elapsed_time ?? defaultRetry.maxElapsedTimeMillis,
      multiplier: raw.multiplier ?? defaultRetry.multiplier,
      randomizationFactor: raw.randomization_factor ?? defaultRetry.randomizationFactor,
    };
  },
);

/** The defaults of the OpenTelemetry Collector's batch processor. */
export const defaultBatch: BatchOptions = { sendBatchSize: 8192, sendBatchMaxSize: 0, timeoutMillis: 200 };

/** An exporter's `batch`. */
export const batch: Reader<BatchOptions> = mapped(
  object({
    send_batch_size: integer({ min: 1, unit: "spans" }),
    send_batch_max_size: integer({ min: 0, unit: "spans" }),
    timeout: duration,
  }),
  (raw, value) => {
    const sendBatchMaxSize = raw.send_batch_max_size ?? defaultBatch.sendBatchMaxSize;
    const bound = sendBatchMaxSize === 0 ? Number.POSITIVE_INFINITY : sendBatchMaxSize;
    const sendBatchSize = raw.send_batch_size ?? Math.min(defaultBatch.sendBatchSize, bound);
    if (sendBatchSize > bound) {
      value.context.problems.report({
        at: keyAt(value),
        path: `${value.path}.send_batch_max_size`,
        expected: `0 or at least send_batch_size (${sendBatchSize})`,
        found: String(sendBatchMaxSize),
      });
    }
    return { sendBatchSize, sendBatchMaxSize, timeoutMillis: raw.timeout ?? defaultBatch.timeoutMillis };
  },
);
