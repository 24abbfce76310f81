import { BackwardWriter } from "../otlp/index.ts";

/**
 * The codes in use, with their numbers. Source:
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
export const rpcCodes = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** A `google.rpc.Status`: what every OTLP receiver answers when it doesn't take a request. */
export interface RpcStatus {
  readonly code: keyof typeof rpcCodes;
  /** For the developer of the sender. */
  readonly message: string;
  /** Becomes a `google.rpc.BadRequest` with one violation: where in the request, and what is wrong. */
  readonly badRequest?: { readonly field: string; readonly description: string };
  /** Becomes a `google.rpc.RetryInfo`; rounded up to whole milliseconds. */
  readonly retryAfterMillis?: number;
}

/** OTLP wants a `BadRequest` in the details that says where the fault is; `place` is empty for the whole body. */
export function malformedStatus(place: string, description: string): RpcStatus {
  const message = place === "" ? description : `${place}: ${description}`;
  return { code: "INVALID_ARGUMENT", message, badRequest: { field: place, description } };
}

const badRequestType = "type.googleapis.com/google.rpc.BadRequest";
const retryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

/** As protobuf. Field numbers from google/rpc/status.proto, error_details.proto and google/protobuf/any.proto. */
export function encodeStatus({ code, message, badRequest, retryAfterMillis }: RpcStatus): Buffer {
  const writer = new BackwardWriter(512);
  if (retryAfterMillis !== undefined) {
    const millis = Math.ceil(retryAfterMillis);
    writeDetail(writer, retryInfoType, () => writer.field(1, () => writeDuration(writer, millis)));
  }
  if (badRequest !== undefined) {
    writeDetail(writer, badRequestType, () =>
      writer.field(1, () => {
        writer.field(2, () => writer.string(badRequest.description));
        writer.field(1, () => writer.string(badRequest.field));
      }),
    );
  }
  writer.field(2, () => writer.string(message));
  writer.varint(rpcCodes[code]);
  writer.tag(1, 0);
  return writer.toBuffer();
}

/** One entry of `Status.details`: a `google.protobuf.Any`. */
function writeDetail(writer: BackwardWriter, typeUrl: string, writeValue: () => void): void {
  writer.field(3, () => {
    writer.field(2, writeValue);
    writer.field(1, () => writer.string(typeUrl));
  });
}

/** A `google.protobuf.Duration`, from whole milliseconds. */
function writeDuration(writer: BackwardWriter, millis: number): void {
  writer.varint((millis % 1000) * 1e6);
  writer.tag(2, 0);
  writer.varint(Math.floor(millis / 1000));
  writer.tag(1, 0);
}

/** As ProtoJSON. */
export function statusToJson({ code, message, badRequest, retryAfterMillis }: RpcStatus): Buffer {
  const details = [
    ...(badRequest === undefined ? [] : [{ "@type": badRequestType, fieldViolations: [badRequest] }]),
    ...(retryAfterMillis === undefined
      ? []
      : // ProtoJSON knows no more than nine digits behind the point.
        [{ "@type": retryInfoType, retryDelay: `${Math.ceil(retryAfterMillis) / 1000}s` }]),
  ];
  const status = { code: rpcCodes[code], message };
  return Buffer.from(JSON.stringify(details.length === 0 ? status : { ...status, details }));
}
