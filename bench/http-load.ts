import { runJob } from "./load/child-job.ts";
import { loadWithWrk, wrkVersion } from "./load/wrk-load.ts";

/** What a generator is told. */
export interface HttpJob {
  readonly url: string;
  readonly body: Uint8Array;
  readonly connections: number;
  /** How long (whole seconds), or how many requests. */
  readonly seconds?: number;
  readonly amount?: number;
}

export interface HttpLoadOptions extends HttpJob {
  /** Answers other than 2xx are expected. */
  readonly mayRefuse?: true;
}

/** What a generator counted. */
export interface HttpTally {
  readonly answers: number;
  /** How long it really took. */
  readonly seconds: number;
  readonly longestMillis: number;
  /** Connections and requests that failed or took too long. */
  readonly errors: number;
  /** Of the answers, those that were not 2xx. */
  readonly refused: number;
}

export interface LoadFigures {
  /** Answers in all, and per second. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** The longest that one of the senders waited for an answer. */
  readonly longestMillis: number;
}

const wrk = wrkVersion();

/** Which generator sends load over HTTP for some time: wrk where it is found, it takes least of the machine. */
export const httpGenerator: string = wrk ?? "autocannon (wrk is lighter, and not installed)";

/** Answers per second; throws when any was not 200, unless they may. Closed loop: it shows capacity, not latency. */
export async function requestsPerSecond(options: HttpLoadOptions): Promise<number> {
  return (await measureLoad(options)).requestsPerSecond;
}

/** The same load, with what it did to a single sender. The generator is a process of its own. */
export async function measureLoad({ mayRefuse, ...job }: HttpLoadOptions): Promise<LoadFigures> {
  const { seconds } = job;
  const tally =
    wrk !== undefined && seconds !== undefined
      ? await loadWithWrk({ ...job, seconds })
      : await runJob<HttpJob, HttpTally>("autocannon-load", job);
  if (tally.errors > 0 || (tally.refused > 0 && !mayRefuse)) {
    throw new Error(`${job.url}: ${tally.errors} errors, ${tally.refused} answers other than 2xx`);
  }
  if (tally.answers === 0) throw new Error(`${job.url}: no answer at all`);
  return {
    requests: tally.answers,
    requestsPerSecond: tally.answers / tally.seconds,
    longestMillis: tally.longestMillis,
  };
}
