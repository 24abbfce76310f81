import type { IncomingMessage } from "node:http";
import type { PooledBytes } from "../body-pool.ts";
import type { ReceiverMemory } from "../receiver-memory.ts";
import type { Decompressor } from "./content-headers.ts";

export type ReadBody =
  /** Whole and decompressed, and held for the caller. */
  | { readonly kind: "read"; readonly body: PooledBytes }
  /** Reading stopped at the limit; the rest of the request is still to come. */
  | { readonly kind: "too-large" }
  | { readonly kind: "undecodable"; readonly message: string }
  /** The sender went away, or took too long. */
  | { readonly kind: "aborted" };

export interface ReadBodyOptions {
  /** Of the body after decompression, and of the body as it comes. */
  readonly maxBytes: number;
  readonly decompressor: Decompressor | "identity";
  readonly memory: ReceiverMemory;
}

/** A `Content-Length` above it is only a claim: memory is taken as the bytes arrive. */
const maxTrustedLength = 4 * 1024 * 1024;

/** Reads a request's body. Never rejects. */
export function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<ReadBody> {
  const { maxBytes, decompressor, memory } = options;
  // Node's parser has seen to it that the header is a number, and ends the body at that length.
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (length > maxBytes) return Promise.resolve(tooLarge);
  if (decompressor !== "identity") return readCompressed(request, decompressor, new ChunkList(options));
  return Number.isNaN(length)
    ? readChunks(request, new ChunkList(options))
    : readDeclared(request, length, memory);
}

const tooLarge = { kind: "too-large" } as const;
const aborted = { kind: "aborted" } as const;

/**
 * The common case: each chunk goes straight to its place in the memory that the workers will read. That of a body
 * which did not come to its end is left to the garbage collector.
 */
function readDeclared(
  request: IncomingMessage,
  length: number,
  { pool, copier }: ReceiverMemory,
): Promise<ReadBody> {
  let body = pool.take(Math.min(length, maxTrustedLength));
  let filled = 0;
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      const end = filled + chunk.length;
      if (end > body.bytes.length) {
        // As much again as has come is believed, and more with each time.
        const larger = pool.take(Math.min(length, Math.max(end, body.bytes.length * 2)));
        larger.bytes.set(body.bytes.subarray(0, filled));
        body.release();
        body = larger;
      }
      copier.copy(chunk, body.bytes, filled);
      filled = end;
    });
    request.on("end", () => resolve({ kind: "read", body }));
    request.on("close", () => resolve(aborted));
  });
}

function readChunks(request: IncomingMessage, chunks: ChunkList): Promise<ReadBody> {
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      if (!chunks.add(chunk)) resolve(tooLarge);
    });
    request.on("end", () => resolve({ kind: "read", body: chunks.join() }));
    request.on("close", () => resolve(aborted));
  });
}

function readCompressed(
  request: IncomingMessage,
  decompressor: Decompressor,
  chunks: ChunkList,
): Promise<ReadBody> {
  const stream = decompressor.create();
  const { maxBytes } = chunks;
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
    stream.on("end", () => finish({ kind: "read", body: chunks.join() }));
    stream.on("error", (error) =>
      finish({ kind: "undecodable", message: `expected ${decompressor.name} data: ${error.message}` }),
    );
    request.pipe(stream);
  });
}

/** Collects chunks up to a limit; above it, it lets go of them. */
class ChunkList {
  readonly maxBytes: number;
  readonly #memory: ReceiverMemory;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor({ maxBytes, memory }: ReadBodyOptions) {
    this.maxBytes = maxBytes;
    this.#memory = memory;
  }

  add(chunk: Buffer): boolean {
    this.#length += chunk.length;
    if (this.#length <= this.maxBytes) {
      this.#chunks.push(chunk);
      return true;
    }
    this.#chunks = [];
    return false;
  }

  join(): PooledBytes {
    const { pool, copier } = this.#memory;
    const body = pool.take(this.#length);
    let filled = 0;
    for (const chunk of this.#chunks) {
      copier.copy(chunk, body.bytes, filled);
      filled += chunk.length;
    }
    this.#chunks = [];
    return body;
  }
}
