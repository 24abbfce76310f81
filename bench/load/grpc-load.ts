// gRPC load over bare HTTP/2: one prepared frame, sent over and over, with as little work between as Node allows.
import { once } from "node:events";
import { type ClientHttp2Session, connect } from "node:http2";
import type { GrpcJob, GrpcTally } from "../grpc-load.ts";
import { serveJob } from "./child-job.ts";

/** A message on the wire: not compressed, its length, its bytes (https://grpc.github.io/grpc/core/md_doc__p_r_o_t_o_c_o_l-_h_t_t_p2.html). */
function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return frame;
}

const headers = {
  ":method": "POST",
  ":path": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
  "content-type": "application/grpc",
  te: "trailers",
};

interface Answer {
  /** "0" is OK; undefined when none came. */
  readonly status: string | undefined;
  readonly frame: Buffer;
}

function call(session: ClientHttp2Session, frame: Buffer): Promise<Answer> {
  return new Promise((resolve) => {
    const stream = session.request(headers);
    const chunks: Buffer[] = [];
    let status: string | undefined;
    const readStatus = (fields: Readonly<Record<string, unknown>>) => {
      if (typeof fields["grpc-status"] === "string") status = fields["grpc-status"];
    };
    // Where nothing but a status is answered, it stands in the first header block.
    stream.on("response", readStatus);
    stream.on("trailers", readStatus);
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", () => {});
    stream.on("close", () => resolve({ status, frame: Buffer.concat(chunks) }));
    stream.end(frame);
  });
}

serveJob(async ({ url, message, connections, streams, seconds }: GrpcJob): Promise<GrpcTally> => {
  const frame = framed(message);
  let answers = 0;
  const failures = new Map<string, number>();
  const replies = new Set<string>();
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const lane = async (session: ClientHttp2Session) => {
    while (performance.now() < end) {
      const { status, frame: reply } = await call(session, frame);
      answers += 1;
      if (status === "0") replies.add(reply.subarray(5).toString("hex"));
      else failures.set(status ?? "none", (failures.get(status ?? "none") ?? 0) + 1);
    }
  };
  const connection = async () => {
    const session = connect(url);
    await once(session, "connect");
    await Promise.all(Array.from({ length: streams }, () => lane(session)));
    session.close();
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return { answers, seconds: (performance.now() - begin) / 1000, failures, replies };
});
