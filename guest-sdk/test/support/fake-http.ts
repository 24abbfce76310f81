import type { Imports } from "./load-plugin.ts";

/** What a fake server answers; `pieces` are those of the body, an Error breaks it off, "wait" comes later. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly pieces?: readonly (string | Error)[];
}

/** An `error-code` of `wasi:http` as jco passes it. */
export interface FakeErrorCode {
  readonly tag: string;
  readonly val?: unknown;
}

/** What the host was asked to send. */
export interface FakeRequest {
  method: string;
  scheme: string;
  authority: string;
  path: string;
  headers: [string, string][];
  body: string;
  /** Nanoseconds; undefined where the guest set none. */
  timeouts: (bigint | undefined)[];
}

/** As much of `wasi:http` as the SDK calls, without a network. It counts the handles that the guest holds. */
export class FakeHttp {
  readonly sent: FakeRequest[] = [];
  readonly imports: Imports;
  /** Refuses the request at once. */
  refusal: FakeErrorCode | undefined;
  /** Fails the request later. */
  failure: FakeErrorCode | undefined;
  /** Fails the writing of its body. */
  writeFailure: FakeErrorCode | undefined;
  answer: FakeAnswer = {};
  /** Whether the clock's pollable is ready before the response. */
  isLate = false;
  /** Handles that were made and not dropped. */
  held = 0;

  /** Forgets what was sent, and answers with success again. */
  reset(): void {
    this.sent.length = 0;
    this.refusal = undefined;
    this.failure = undefined;
    this.writeFailure = undefined;
    this.answer = {};
    this.isLate = false;
  }

  constructor() {
    const fake = this;
    class Handle {
      constructor() {
        fake.held++;
      }
      [Symbol.dispose](): void {
        fake.held--;
      }
    }
    /** What a call takes over is not dropped by the guest. */
    const taken = <T extends Handle>(handle: T): T => {
      handle[Symbol.dispose]();
      return handle;
    };
    class Pollable extends Handle {
      constructor(readonly kind: "timer" | "other") {
        super();
      }
      block(): void {}
    }
    class IoError extends Handle {
      constructor(readonly code: FakeErrorCode) {
        super();
      }
    }
    class Fields extends Handle {
      entriesOf: [string, Uint8Array][] = [];
      append(name: string, value: Uint8Array): void {
        if (name.includes(" ")) throw failed({ tag: "invalid-syntax" });
        this.entriesOf.push([name, value]);
      }
      entries(): [string, Uint8Array][] {
        return this.entriesOf;
      }
    }
    class OutputStream extends Handle {
      constructor(readonly request: FakeRequest) {
        super();
      }
      checkWrite(): bigint {
        return 1_000_000n;
      }
      write(bytes: Uint8Array): void {
        if (fake.writeFailure) {
          throw failed({ tag: "last-operation-failed", val: new IoError(fake.writeFailure) });
        }
        this.request.body += Buffer.from(bytes).toString();
      }
      blockingWriteAndFlush(bytes: Uint8Array): void {
        this.write(bytes);
      }
      blockingFlush(): void {}
    }
    class OutgoingBody extends Handle {
      constructor(readonly request: FakeRequest) {
        super();
      }
      write(): OutputStream {
        return new OutputStream(this.request);
      }
      static finish(body: OutgoingBody): void {
        fake.sent.push(taken(body).request);
      }
    }
    class OutgoingRequest extends Handle {
      readonly request: FakeRequest;
      constructor(fields: Fields) {
        super();
        const headers = taken(fields).entriesOf.map(([name, value]): [string, string] => [
          name,
          Buffer.from(value).toString(),
        ]);
        this.request = { method: "", scheme: "", authority: "", path: "", headers, body: "", timeouts: [] };
      }
      body(): OutgoingBody {
        return new OutgoingBody(this.request);
      }
      setMethod({ tag, val }: FakeErrorCode): void {
        if (tag === "other" && val === "B AD") throw failed(undefined);
        this.request.method = String(tag === "other" ? val : tag);
      }
      setScheme(scheme: { tag: string }): void {
        this.request.scheme = scheme.tag;
      }
      setAuthority(authority: string): void {
        if (authority === "bad") throw failed(undefined);
        this.request.authority = authority;
      }
      setPathWithQuery(path: string): void {
        this.request.path = path;
      }
    }
    class RequestOptions extends Handle {
      readonly timeouts: (bigint | undefined)[] = [undefined, undefined, undefined];
      setConnectTimeout(nanos: bigint): void {
        this.timeouts[0] = nanos;
      }
      setFirstByteTimeout(nanos: bigint): void {
        this.timeouts[1] = nanos;
      }
      setBetweenBytesTimeout(nanos: bigint): void {
        this.timeouts[2] = nanos;
      }
    }
    class InputStream extends Handle {
      readonly pieces = [...(fake.answer.pieces ?? [])];
      read(length: bigint): Uint8Array {
        const piece = this.pieces.shift();
        if (piece === undefined) throw failed({ tag: "closed" });
        if (piece instanceof Error) {
          throw failed({ tag: "last-operation-failed", val: new IoError({ tag: piece.message }) });
        }
        const bytes = Buffer.from(piece);
        if (bytes.length > length) this.pieces.unshift(bytes.subarray(Number(length)).toString());
        return bytes.subarray(0, Number(length));
      }
      subscribe(): Pollable {
        return new Pollable("other");
      }
    }
    class IncomingBody extends Handle {
      stream(): InputStream {
        return new InputStream();
      }
    }
    class IncomingResponse extends Handle {
      status(): number {
        return fake.answer.status ?? 200;
      }
      headers(): Fields {
        const fields = new Fields();
        fields.entriesOf = (fake.answer.headers ?? []).map(([name, value]) => [name, Buffer.from(value)]);
        return fields;
      }
      consume(): IncomingBody {
        return new IncomingBody();
      }
    }
    class FutureIncomingResponse extends Handle {
      subscribe(): Pollable {
        return new Pollable("other");
      }
      get(): object {
        const result = fake.failure
          ? { tag: "err", val: fake.failure }
          : { tag: "ok", val: new IncomingResponse() };
        return { tag: "ok", val: result };
      }
    }
    this.imports = {
      "wasi:http/types": {
        Fields,
        FutureIncomingResponse,
        IncomingBody,
        IncomingResponse,
        OutgoingBody,
        OutgoingRequest,
        RequestOptions,
        httpErrorCode: (error: IoError) => error.code,
      },
      "wasi:http/outgoing-handler": {
        handle(request: OutgoingRequest, options: RequestOptions): FutureIncomingResponse {
          taken(request).request.timeouts = taken(options).timeouts;
          if (fake.refusal) throw failed(fake.refusal);
          return new FutureIncomingResponse();
        },
      },
      "wasi:io/error": { Error: IoError },
      "wasi:io/streams": { InputStream, OutputStream },
      "wasi:io/poll": {
        Pollable,
        poll: (pollables: Pollable[]) =>
          Uint32Array.from(
            pollables.flatMap(({ kind }, index) => ((kind === "timer") === fake.isLate ? [index] : [])),
          ),
      },
      "wasi:clocks/monotonic-clock": { now: () => 42n, subscribeInstant: () => new Pollable("timer") },
      "wasi:clocks/wall-clock": { now: () => ({ seconds: 0n, nanoseconds: 0 }) },
    };
  }
}

/** jco turns a thrown value with a payload into an `err`. */
function failed(payload: unknown): Error {
  return Object.assign(new Error("err"), { payload });
}
