import autocannon from "autocannon";

export interface HttpLoadOptions {
  readonly url: string;
  readonly body: Uint8Array;
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadFigures {
  readonly requestsPerSecond: number;
  /** The longest that one of the senders waited for an answer. */
  readonly longestMillis: number;
}

/** Answers per second, all of them 200; throws when any was not. Closed loop: it shows capacity, not latency. */
export async function requestsPerSecond(options: HttpLoadOptions): Promise<number> {
  return (await measureLoad(options)).requestsPerSecond;
}

/** The same load, with what it did to a single sender. */
export async function measureLoad(options: HttpLoadOptions): Promise<LoadFigures> {
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
  return { requestsPerSecond: result.requests.total / result.duration, longestMillis: result.latency.max };
}
