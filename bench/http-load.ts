import autocannon from "autocannon";

export interface HttpLoadOptions {
  readonly url: string;
  readonly body: Uint8Array;
  readonly connections: number;
  readonly seconds: number;
}

/** Answers per second, all of them 200; throws when any was not. Closed loop: it shows capacity, not latency. */
export async function requestsPerSecond(options: HttpLoadOptions): Promise<number> {
  const result = await autocannon({
    url: options.url,
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: Buffer.from(options.body),
    connections: options.connections,
    duration: options.seconds,
  });
  if (result.errors > 0 || result.non2xx > 0) {
    throw new Error(`${options.url}: ${result.errors} errors, ${result.non2xx} answers other than 2xx`);
  }
  return result.requests.total / result.duration;
}
