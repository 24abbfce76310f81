import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";

/** A request as it came; the body is unpacked. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Answer = (response: ServerResponse, received: Received) => void;

/** A server that keeps what it is sent and answers as the test says; it is gone after the test. */
export class HttpTarget {
  readonly received: Received[] = [];
  origin = "";
  answer: Answer = (response) => void response.writeHead(200).end();
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const sent = Buffer.concat(chunks);
      const { method = "", url = "", headers } = request;
      const body = headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
      const received = { method, url, headers, body };
      this.received.push(received);
      this.answer(response, received);
    });
  });

  static async start(): Promise<HttpTarget> {
    const target = new HttpTarget();
    await new Promise<void>((resolve) => target.#server.listen(0, "127.0.0.1", resolve));
    target.origin = `http://127.0.0.1:${(target.#server.address() as AddressInfo).port}`;
    onTestFinished(() => target.stop());
    return target;
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
