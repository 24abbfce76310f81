import {
  type Batch,
  type BatchOptions,
  defaultRetry,
  defaultSendingQueue,
  type LogFields,
  type Logger,
  type LogLevel,
  type RetryOptions,
  type SendingQueueOptions,
} from "../../host/contract/index.ts";
import {
  createPipeline,
  type DeadLetter,
  type Pipeline,
  type PipelineExporter,
  type PipelineOptions,
} from "../../host/pipeline/index.ts";
import { FakeClock } from "./fake-clock.ts";
import type { FakePort } from "./fake-port.ts";

export interface ExporterSetUp {
  readonly port: FakePort;
  readonly queue?: Partial<SendingQueueOptions>;
  readonly retry?: Partial<RetryOptions>;
  readonly batch?: BatchOptions;
  readonly digest?: string;
}

/** An exporter with the defaults, except that waits are not drawn by chance. */
export function exporterOf({ port, queue, retry, batch, digest }: ExporterSetUp): PipelineExporter {
  return {
    port,
    queue: { ...defaultSendingQueue, ...queue },
    retry: { ...defaultRetry, randomizationFactor: 0, ...retry },
    ...(batch && { batch }),
    ...(digest && { digest }),
  };
}

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export class CollectingLogger implements Logger {
  readonly lines: LogLine[] = [];

  log(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.lines.push({ level, message, fields });
  }

  child(): Logger {
    return this;
  }
}

export class CollectingSink {
  readonly letters: DeadLetter[] = [];
  failure: Error | undefined;

  async put(letter: DeadLetter): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.letters.push(letter);
  }
}

export interface SetUp {
  readonly pipeline: Pipeline;
  readonly clock: FakeClock;
  readonly logger: CollectingLogger;
}

/** A running pipeline on a fake clock. */
export async function startPipeline(
  exporters: readonly ExporterSetUp[],
  options: Partial<Omit<PipelineOptions, "exporters" | "clock" | "logger">> = {},
): Promise<SetUp> {
  const clock = new FakeClock();
  const logger = new CollectingLogger();
  const pipeline = createPipeline({
    exporters: exporters.map(exporterOf),
    fanOut: "all",
    random: () => 0.5,
    shutdownTimeoutMillis: 10_000,
    ...options,
    clock,
    logger,
  });
  await pipeline.start();
  return { pipeline, clock, logger };
}

/** A batch whose bytes say nothing but which it is; for tests that don't cut. */
export const batchOf = (id: number, spanCount = 1): Batch => ({ spans: Uint8Array.of(id), spanCount });
export const idOf = ({ spans }: Batch) => spans[0];
