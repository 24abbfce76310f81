import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type {
  Admission,
  Batch,
  BatchConsumer,
  LogFields,
  Logger,
  LogLevel,
} from "../../host/contract/index.ts";
import {
  createOtlpGrpcReceiver,
  createOtlpHttpReceiver,
  type OtlpGrpcReceiverDependencies,
  type OtlpHttpReceiverDependencies,
  type Receiver,
} from "../../host/receivers/index.ts";
import { decodeOtlp, encodeOtlp, type OtlpMessage } from "../support/otlp-proto.ts";

/** Keeps every batch, and answers what `answer` says. */
export class CollectingConsumer implements BatchConsumer {
  readonly batches: Batch[] = [];
  answer: () => Admission | Promise<Admission> = () => ({ kind: "queued" });

  consume(batch: Batch): Admission | Promise<Admission> {
    this.batches.push(batch);
    return this.answer();
  }

  get requests(): OtlpMessage[] {
    return this.batches.map(({ spans }) => decodeOtlp("ExportTraceServiceRequest", spans));
  }
}

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export class RecordingLogger implements Logger {
  readonly lines: LogLine[] = [];

  log(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.lines.push({ level, message, fields });
  }

  child(): Logger {
    return this;
  }
}

export interface RunningReceiver {
  readonly receiver: Receiver;
  readonly consumer: CollectingConsumer;
  readonly logger: RecordingLogger;
  readonly port: number;
}

const loopback = { host: "127.0.0.1", port: 0 };

/** A receiver on a free port, stopped when the test is over. */
export function startHttpReceiver(
  options: Partial<OtlpHttpReceiverDependencies> = {},
): Promise<RunningReceiver & { readonly url: string }> {
  return start((parts) => createOtlpHttpReceiver({ endpoint: loopback, ...parts, ...options })).then(
    (running) => ({
      ...running,
      url: `http://127.0.0.1:${running.port}/v1/traces`,
    }),
  );
}

export function startGrpcReceiver(
  options: Partial<OtlpGrpcReceiverDependencies> = {},
): Promise<RunningReceiver> {
  return start((parts) => createOtlpGrpcReceiver({ endpoint: loopback, ...parts, ...options }));
}

async function start(
  create: (parts: { consumer: CollectingConsumer; logger: RecordingLogger }) => Receiver,
): Promise<RunningReceiver> {
  const consumer = new CollectingConsumer();
  const logger = new RecordingLogger();
  const receiver = create({ consumer, logger });
  await receiver.start();
  onTestFinished(() => receiver.stop());
  return { receiver, consumer, logger, port: receiver.address().port };
}

export const tlsFile = (name: string): string => fileURLToPath(new URL(`./tls/${name}`, import.meta.url));

/** A small request, as the protobuf bytes of an independent encoder. */
export function requestBytes({ spanCount = 1, nameLength = 4 } = {}): Uint8Array<ArrayBuffer> {
  const spans = Array.from({ length: spanCount }, () => ({ name: "x".repeat(nameLength) }));
  return Uint8Array.from(
    encodeOtlp("ExportTraceServiceRequest", { resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  );
}

/** The same as OTLP/JSON. */
export function requestJson({ spanCount = 1, nameLength = 4 } = {}): string {
  const spans = Array.from({ length: spanCount }, () => ({ name: "x".repeat(nameLength) }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}
