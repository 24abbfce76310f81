/**
 * receivers: a protocol comes in, OTLP protobuf goes out to the `BatchConsumer`. Each receiver answers its sender in
 * the sender's own protocol, and says yes only after the consumer did. It never decodes a span, keeps no batch, and
 * knows nothing of queues, exporters or plugins.
 */
export { createOtlpGrpcReceiver } from "./grpc/create-otlp-grpc-receiver.ts";
export type { OtlpGrpcReceiverDependencies } from "./grpc/otlp-grpc-receiver.ts";
export { createOtlpHttpReceiver, type OtlpHttpReceiverDependencies } from "./http/otlp-http-receiver.ts";
export type { Receiver } from "./receiver.ts";
export { createReceiverMemory, type ReceiverMemory } from "./receiver-memory.ts";
export type { ReceiverStats } from "./receiver-stats.ts";
