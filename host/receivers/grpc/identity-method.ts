import type { MethodDefinition } from "@grpc/grpc-js";

/** A method whose messages stay bytes: gRPC frames them, we read them. */
export function identityMethod(
  path: string,
  { responseStream = false } = {},
): MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream: false,
    responseStream,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

const asIs = (bytes: Buffer): Buffer => bytes;
