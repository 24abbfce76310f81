import * as zlib from "node:zlib";

export type OtlpEncoding = "protobuf" | "json";

export const mediaTypes: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

/**
 * The encoding that a `Content-Type` names; undefined when OTLP has no such type, or the text isn't UTF-8.
 * Parameters other than `charset` are ignored.
 */
export function parseContentType(header: string | undefined): OtlpEncoding | undefined {
  if (header === mediaTypes.protobuf) return "protobuf";
  const [type, ...parameters] = (header ?? "").split(";").map((part) => part.trim().toLowerCase());
  if (type === mediaTypes.protobuf) return "protobuf";
  if (type !== mediaTypes.json) return undefined;
  return parameters.every(isUtf8Compatible) ? "json" : undefined;
}

function isUtf8Compatible(parameter: string): boolean {
  const [, charset] = /^charset\s*=\s*"?([^"]*)"?$/.exec(parameter) ?? [];
  return charset === undefined || ["utf-8", "utf8", "us-ascii"].includes(charset);
}

/** A `Content-Encoding`, decoded while it arrives. */
export interface Decompressor {
  /** For messages. */
  readonly name: string;
  readonly create: () => zlib.Gunzip;
}

/** Output of up to this size at a time; larger pieces are fewer trips to the thread pool. */
const chunkSize = 64 * 1024;

/** zstd came to Node with 22.15 and 23.8, and the types of Node 20 don't know it. */
const { createZstdDecompress } = zlib as {
  createZstdDecompress?: (options: zlib.ZlibOptions) => zlib.Gunzip;
};

const decompressors: ReadonlyMap<string, Decompressor> = new Map(
  [
    { name: "gzip", create: () => zlib.createGunzip({ chunkSize }) },
    { name: "deflate", create: () => zlib.createInflate({ chunkSize }) },
    ...(createZstdDecompress === undefined
      ? []
      : [{ name: "zstd", create: () => createZstdDecompress({ chunkSize }) }]),
  ].map((decompressor) => [decompressor.name, decompressor]),
);

/** What a request's `Content-Encoding` may name on this Node, as one text for `Accept-Encoding` and messages. */
export const acceptedContentEncodings = [...decompressors.keys(), "identity"].join(", ");

/** `identity` when there is nothing to undo, undefined for an encoding that isn't known here. */
export function parseContentEncoding(header: string | undefined): Decompressor | "identity" | undefined {
  if (header === undefined) return "identity";
  const name = header.trim().toLowerCase();
  if (name === "" || name === "identity") return "identity";
  return decompressors.get(name === "x-gzip" ? "gzip" : name);
}
