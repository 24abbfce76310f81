import { connect, type Socket } from "node:net";

export interface HttpLaneOptions {
  readonly host: string;
  readonly port: number;
  readonly onAnswer: (status: number) => void;
  readonly onError: (error: Error) => void;
  /** The server has closed it. */
  readonly onClosed: () => void;
}

const headEnd = "\r\n\r\n";

/**
 * One keep-alive connection with one request on its way at a time. Made for the bench's own answers: those with a
 * Content-Length. Node's own client would take more of the machine than the agent that is to be measured.
 */
export class HttpLane {
  readonly #options: HttpLaneOptions;
  readonly #socket: Socket;
  #received = "";

  constructor(options: HttpLaneOptions) {
    this.#options = options;
    this.#socket = connect({ host: options.host, port: options.port, noDelay: true });
    this.#socket.on("data", (chunk) => this.#read(chunk.toString("latin1")));
    this.#socket.on("error", options.onError);
    this.#socket.on("end", options.onClosed);
  }

  /** A whole request, head and body. Not before the one before it was answered. */
  send(request: Uint8Array): void {
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#received += chunk;
    const head = this.#received.indexOf(headEnd);
    if (head < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#received.slice(0, head + 2))?.[1];
    if (length === undefined) {
      this.#options.onError(new Error(`an answer without Content-Length: ${this.#received.slice(0, head)}`));
      return;
    }
    if (this.#received.length < head + headEnd.length + Number(length)) return;
    const status = Number(this.#received.split(" ", 2)[1]);
    this.#received = "";
    this.#options.onAnswer(status);
  }
}

/** A POST of an OTLP protobuf body, as bytes. */
export function httpRequest(url: URL, body: Uint8Array): Uint8Array {
  const head = [
    `POST ${url.pathname} HTTP/1.1`,
    `host: ${url.host}`,
    "content-type: application/x-protobuf",
    `content-length: ${body.length}`,
  ].join("\r\n");
  return Buffer.concat([Buffer.from(`${head}${headEnd}`), body]);
}
