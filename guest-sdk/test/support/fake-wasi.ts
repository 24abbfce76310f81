import type { Imports } from "./load-plugin.ts";

/** A file in memory. */
export interface FakeFile {
  content: Buffer;
  syncs: number;
  closes: number;
}

export interface FakeWasiOptions {
  /** Guest paths of granted directories. */
  readonly directories?: readonly string[];
  readonly environment?: readonly (readonly [string, string])[];
  readonly now?: { readonly seconds: bigint; readonly nanoseconds: number };
  /** Most bytes that `check-write` permits. */
  readonly permit?: number;
}

/** As much of WASI 0.2 as the SDK calls, with files in memory and errors on demand. */
export class FakeWasi {
  readonly files = new Map<string, FakeFile>();
  /** Error codes by operation and path: `open /out/a`, `write /out/a`, `sync /out/a`. */
  readonly errors = new Map<string, string>();
  readonly imports: Imports;
  /** Calls of the stream's methods. */
  streamCalls = 0;

  constructor({ directories = [], environment = [], now, permit = 1 << 20 }: FakeWasiOptions = {}) {
    const wasi = this;

    class IoError {
      constructor(readonly code: string) {}
    }

    class OutputStream {
      constructor(
        readonly path: string,
        readonly file: FakeFile,
      ) {}
      checkWrite(): bigint {
        wasi.streamCalls++;
        return BigInt(permit);
      }
      write(bytes: Uint8Array): void {
        wasi.streamCalls++;
        if (bytes.length > permit) throw new Error("wrote more than was permitted");
        const code = wasi.errors.get(`write ${this.path}`);
        // jco turns a thrown value with a payload into an `err`.
        if (code !== undefined) throw failed({ tag: "last-operation-failed", val: new IoError(code) });
        this.file.content = Buffer.concat([this.file.content, bytes]);
      }
      blockingWriteAndFlush(bytes: Uint8Array): void {
        if (bytes.length > 4096) throw new Error("wrote more than 4096 bytes in one call");
        this.write(bytes);
      }
      blockingFlush(): void {
        wasi.streamCalls++;
      }
    }

    class Descriptor {
      constructor(
        readonly path: string,
        readonly file?: FakeFile,
      ) {}
      openAt(_follow: object, path: string, open: { create?: boolean }): Descriptor {
        const full = `${this.path === "/" ? "" : this.path}/${path}`;
        const code = wasi.errors.get(`open ${full}`);
        if (code !== undefined) throw failed(code);
        const file = wasi.files.get(full) ?? { content: Buffer.alloc(0), syncs: 0, closes: 0 };
        if (!wasi.files.has(full) && !open.create) throw failed("no-entry");
        wasi.files.set(full, file);
        return new Descriptor(full, file);
      }
      appendViaStream(): OutputStream {
        return new OutputStream(this.path, this.file!);
      }
      sync(): void {
        const code = wasi.errors.get(`sync ${this.path}`);
        if (code !== undefined) throw failed(code);
        this.file!.syncs++;
      }
      stat(): object {
        return {
          type: "regular-file",
          linkCount: 1n,
          size: BigInt(this.file!.content.length),
          dataModificationTimestamp: { seconds: 7n, nanoseconds: 8 },
        };
      }
      [Symbol.dispose](): void {
        if (this.file !== undefined) this.file.closes++;
      }
    }

    const preopens = directories.map((path) => [new Descriptor(path), path]);
    this.imports = {
      "wasi:filesystem/types": {
        Descriptor,
        filesystemErrorCode: (error: IoError) => error.code,
      },
      "wasi:filesystem/preopens": { getDirectories: () => preopens },
      "wasi:io/streams": { OutputStream },
      "wasi:io/error": { Error: IoError },
      "wasi:clocks/wall-clock": { now: () => now ?? { seconds: 1_709_210_096n, nanoseconds: 789 } },
      "wasi:clocks/monotonic-clock": { now: () => 42n },
      "wasi:random/random": {
        getRandomU64: () => 7n,
        getRandomBytes: (count: bigint) => new Uint8Array(Number(count)).fill(9),
      },
      "wasi:cli/environment": { getEnvironment: () => environment },
    };
  }
}

function failed(payload: unknown): Error {
  return Object.assign(new Error("err"), { payload });
}
