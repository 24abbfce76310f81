import { type ChannelCredentials, Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { expect, onTestFinished } from "vitest";
import { requestBytes } from "../receiver-harness.ts";

const exportPath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
export const checkPath = "/grpc.health.v1.Health/Check";
export const watchPath = "/grpc.health.v1.Health/Watch";
export const asIs = (bytes: Buffer) => bytes;

export interface CallOptions {
  readonly path?: string;
  readonly body?: Uint8Array;
  readonly authorization?: string;
  readonly credentials?: ChannelCredentials;
  readonly gzip?: boolean;
}

export function clientOf(port: number, options: CallOptions = {}): Client {
  const client = new Client(`127.0.0.1:${port}`, options.credentials ?? credentials.createInsecure(), {
    "grpc.max_send_message_length": -1,
    ...(options.gzip ? { "grpc.default_compression_algorithm": 2 } : {}),
  });
  onTestFinished(() => client.close());
  return client;
}

/** One unary call; rejects with the gRPC error. */
export function call(port: number, options: CallOptions = {}): Promise<Buffer> {
  const { path = exportPath, body = requestBytes(), authorization } = options;
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set("authorization", authorization);
  return new Promise((resolve, reject) => {
    clientOf(port, options).makeUnaryRequest(
      path,
      asIs,
      asIs,
      Buffer.from(body),
      metadata,
      (error, response) => {
        if (error) reject(error);
        else resolve(response!);
      },
    );
  });
}

export const errorOf = (port: number, options?: CallOptions): Promise<ServiceError> =>
  call(port, options).then(
    () => expect.fail("expected an error"),
    (error) => error,
  );
