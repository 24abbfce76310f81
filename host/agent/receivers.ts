import type { ReceiverConfig } from "../config/index.ts";
import type { BatchConsumer, Logger } from "../contract/index.ts";
import {
  createOtlpGrpcReceiver,
  createOtlpHttpReceiver,
  type Receiver,
  type ReceiverMemory,
} from "../receivers/index.ts";

/** The receivers of one entry in the config, one for each protocol, with the protocol's name; not started yet. */
export function receiversOf(
  receiver: ReceiverConfig,
  /** What the one of that name, such as `otlp/http`, hands its batches to. */
  consumerOf: (receiver: string) => BatchConsumer,
  memory: ReceiverMemory,
  logger: Logger,
): [string, Receiver][] {
  const { name, http, grpc } = receiver;
  const listeners: [string, Receiver][] = [];
  if (http !== undefined) {
    const child = logger.child({ receiver: `${name}/http` });
    const consumer = consumerOf(`${name}/http`);
    listeners.push(["http", createOtlpHttpReceiver({ ...http, consumer, memory, logger: child })]);
  }
  if (grpc !== undefined) {
    const child = logger.child({ receiver: `${name}/grpc` });
    const consumer = consumerOf(`${name}/grpc`);
    listeners.push(["grpc", createOtlpGrpcReceiver({ ...grpc, consumer, memory, logger: child })]);
  }
  return listeners;
}
