import type { IncomingMessage } from "node:http";
import type { Decompressor } from "./content-headers.ts";

export type ReadBody =
  /** Whole and decompressed, on a `SharedArrayBuffer` that nobody else holds. */
  | { readonly kind: "read"; readonly bytes: Uint8Array }
  /** Reading stopped at the limit; the rest of the request is still to come. */
  | { readonly kind: "too-large" }
  | { readonly kind: "undecodable"; readonly message: string }
  /** The sender went away, or took too long. */
  | { readonly kind: "aborted" };

export interface ReadBodyOptions {
  /** Of the body after decompression, and of the body as it comes. */
  readonly maxBytes: number;
  readonly decompressor: Decompressor | "identity";
}

/** A `Content-Length` above it is only a claim: memory is taken as the bytes arrive. */
const maxTrustedLength = 4 * 1024 * 1024;

/** Reads a request's body. Never rejects. */
export function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<ReadBody> {
  const { maxBytes, decompressor } = options;
  // Node's parser has seen to it that the header is a number, and ends the body at that length.
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (length > maxBytes) return Promise.resolve(tooLarge);
  if (decompressor !== "identity") return readCompressed(request, maxBytes, decompressor);
  return length <= maxTrustedLength ? readDeclared(request, length) : readChunks(request, maxBytes);
}

const tooLarge = { kind: "too-large" } as const;
const aborted = { kind: "aborted" } as const;

/** The common case: each chunk goes straight to its place in the memory that the workers will read. */
function readDeclared(request: IncomingMessage, length: number): Promise<ReadBody> {
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  let filled = 0;
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      bytes.set(chunk, filled);
      filled += chunk.length;
    });
    request.on("end", () => resolve({ kind: "read", bytes }));
    request.on("close", () => resolve(aborted));
  });
}

function readChunks(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  const chunks = new ChunkList(maxBytes);
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      if (!chunks.add(chunk)) resolve(tooLarge);
    });
    request.on("end", () => resolve({ kind: "read", bytes: chunks.join() }));
    request.on("close", () => resolve(aborted));
  });
}

function readCompressed(
  request: IncomingMessage,
  maxBytes: number,
  decompressor: Decompressor,
): Promise<ReadBody> {
  const stream = decompressor.create();
  const chunks = new ChunkList(maxBytes);
  let compressedBytes = 0;
  return new Promise((resolve) => {
    const finish = (result: ReadBody): void => {
      request.unpipe(stream);
      stream.destroy();
      resolve(result);
    };
    request.on("data", (chunk: Buffer) => {
      compressedBytes += chunk.length;
      if (compressedBytes > maxBytes) finish(tooLarge);
    });
    request.on("close", () => {
      if (!request.complete) finish(aborted);
    });
    stream.on("data", (chunk: Buffer) => {
      if (!chunks.add(chunk)) finish(tooLarge);
    });
    stream.on("end", () => finish({ kind: "read", bytes: chunks.join() }));
    stream.on("error", (error) =>
      finish({ kind: "undecodable", message: `expected ${decompressor.name} data: ${error.message}` }),
    );
    request.pipe(stream);
  });
}

/** Collects chunks up to a limit; above it, it lets go of them. */
class ChunkList {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): boolean {
    this.#length += chunk.length;
    if (this.#length <= this.#maxBytes) {
      this.#chunks.push(chunk);
      return true;
    }
    this.#chunks = [];
    return false;
  }

  join(): Uint8Array {
    const bytes = new Uint8Array(new SharedArrayBuffer(this.#length));
    let filled = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
    return bytes;
  }
}
