import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import type { SecureContextOptions } from "node:tls";
import { decodeOtlp, type OtlpMessage } from "../../support/otlp-proto.ts";

export const protobuf = "application/x-protobuf";
export const json = "application/json";

export interface SendOptions {
  readonly method?: string;
  readonly type?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array | string;
  /** Send without `Content-Length`, in pieces. */
  readonly chunked?: boolean;
  readonly tls?: SecureContextOptions;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request on a connection of its own, with nothing added but what HTTP needs. */
export function send(url: string, options: SendOptions = {}): Promise<Answer> {
  const { method = "POST", type = protobuf, body = "", chunked = false, tls } = options;
  const headers: OutgoingHttpHeaders = {
    ...(type === "" ? {} : { "content-type": type }),
    ...(chunked ? {} : { "content-length": Buffer.byteLength(body) }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const request = (tls === undefined ? httpRequest : httpsRequest)(
      url,
      { method, headers, agent: false, ...tls },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on("error", reject);
    if (!chunked) {
      request.end(body);
      return;
    }
    const bytes = Buffer.from(body);
    for (let start = 0; start < bytes.length; start += 1000)
      request.write(bytes.subarray(start, start + 1000));
    request.end();
  });
}

/** The `google.rpc.Status` of an answer in protobuf. */
export const statusOf = (answer: Answer): OtlpMessage => decodeOtlp("RpcStatus", answer.body);

/** Writes bytes to the port and answers all that comes back until the connection ends. */
export function sendRaw(port: number, bytes: Uint8Array | string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.end(bytes);
  });
}
