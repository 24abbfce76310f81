import type { HttpTimeouts } from "./exchange-messages.ts";

/** Where the guest sets none; the deadline of the call into the plugin is usually sooner. */
const defaultTimeouts: HttpTimeouts = {
  connectMillis: 10_000,
  firstByteMillis: 60_000,
  betweenBytesMillis: 60_000,
};

/** `wasi:http/types.request-options`. Durations are nanoseconds. */
export class RequestOptions {
  #connect: bigint | undefined;
  #firstByte: bigint | undefined;
  #betweenBytes: bigint | undefined;

  connectTimeout(): bigint | undefined {
    return this.#connect;
  }

  setConnectTimeout(nanos: bigint | undefined): void {
    this.#connect = nanos;
  }

  firstByteTimeout(): bigint | undefined {
    return this.#firstByte;
  }

  setFirstByteTimeout(nanos: bigint | undefined): void {
    this.#firstByte = nanos;
  }

  betweenBytesTimeout(): bigint | undefined {
    return this.#betweenBytes;
  }

  setBetweenBytesTimeout(nanos: bigint | undefined): void {
    this.#betweenBytes = nanos;
  }

  [Symbol.dispose](): void {}
}

/** What a request's options come to. */
export function timeoutsOf(options: RequestOptions | undefined): HttpTimeouts {
  return {
    connectMillis: millisOf(options?.connectTimeout()) ?? defaultTimeouts.connectMillis,
    firstByteMillis: millisOf(options?.firstByteTimeout()) ?? defaultTimeouts.firstByteMillis,
    betweenBytesMillis: millisOf(options?.betweenBytesTimeout()) ?? defaultTimeouts.betweenBytesMillis,
  };
}

function millisOf(nanos: bigint | undefined): number | undefined {
  return nanos === undefined ? undefined : Math.ceil(Number(nanos) / 1_000_000);
}
