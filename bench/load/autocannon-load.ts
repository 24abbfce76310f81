// HTTP load by autocannon, for machines without wrk and for a given number of requests.
import autocannon from "autocannon";
import type { HttpJob, HttpTally } from "../http-load.ts";
import { serveJob } from "./child-job.ts";

serveJob(async ({ url, body, connections, seconds, amount }: HttpJob): Promise<HttpTally> => {
  const { requests, duration, latency, errors, non2xx } = await autocannon({
    url,
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: Buffer.from(body),
    connections,
    ...(seconds === undefined ? {} : { duration: seconds }),
    ...(amount === undefined ? {} : { amount }),
  });
  return {
    answers: requests.total,
    seconds: duration,
    longestMillis: latency.max,
    errors,
    refused: non2xx,
  };
});
