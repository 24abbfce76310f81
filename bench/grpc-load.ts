import { runJob } from "./load/child-job.ts";
import { checkReply } from "./peers/export-reply.ts";

export interface GrpcJob {
  /** `http://HOST:PORT`, without TLS. */
  readonly url: string;
  /** An `ExportTraceServiceRequest`. */
  readonly message: Uint8Array;
  readonly connections: number;
  /** Calls at a time on each connection. */
  readonly streams: number;
  readonly seconds: number;
}

export interface GrpcTally {
  /** All calls that came to an end; none is cut off. */
  readonly answers: number;
  readonly seconds: number;
  /** How often each grpc-status other than 0 came; "none" where a call ended without. */
  readonly failures: ReadonlyMap<string, number>;
  /** The different messages that were answered, as hex. */
  readonly replies: ReadonlySet<string>;
}

/**
 * Calls `TraceService/Export` again and again from a process of its own, and gives the number of calls.
 *
 * @throws Error when a call did not end with grpc-status 0, or a reply says that spans were rejected
 */
export async function measureGrpcLoad(job: GrpcJob): Promise<number> {
  const { answers, failures, replies } = await runJob<GrpcJob, GrpcTally>("grpc-load", job);
  if (failures.size > 0) {
    const counts = [...failures].map(([status, count]) => `${count} with grpc-status ${status}`);
    throw new Error(`${job.url}: of ${answers} calls ${counts.join(", ")}`);
  }
  for (const reply of replies) checkReply(job.url, Buffer.from(reply, "hex"));
  return answers;
}
