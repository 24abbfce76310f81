import autocannon from "autocannon";

export interface HttpLoadOptions {
  readonly url: string;
  readonly body: Uint8Array;
  readonly connections: number;
  /** How long, or how many requests. */
  readonly seconds?: number;
  readonly amount?: number;
  /** Answers other than 2xx are expected. */
  readonly mayRefuse?: true;
}

export interface LoadFigures {
  readonly requestsPerSecond: number;
  /** The longest that one of the senders waited for an answer. */
  readonly longestMillis: number;
}

/** Answers per second; throws when any was not 200, unless they may. Closed loop: it shows capacity, not latency. */
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
    ...(options.seconds === undefined ? {} : { duration: options.seconds }),
    ...(options.amount === undefined ? {} : { amount: options.amount }),
  });
  if (result.errors > 0 || (result.non2xx > 0 && !options.mayRefuse)) {
    throw new Error(`${options.url}: ${result.errors} errors, ${result.non2xx} answers other than 2xx`);
  }
  return { requestsPerSecond: result.requests.total / result.duration, longestMillis: result.latency.max };
}
