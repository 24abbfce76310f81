import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock, Endpoint, ReceiverTls, Service } from "../../contract/index.ts";
import { listenError } from "../listen-error.ts";
import { readTlsFiles } from "../tls-files.ts";

export interface HttpListenerOptions {
  readonly endpoint: Endpoint;
  readonly tls?: ReceiverTls | undefined;
  readonly readHeaderTimeoutMillis: number;
  readonly readTimeoutMillis: number;
  readonly idleTimeoutMillis: number;
  readonly stopTimeoutMillis: number;
  readonly clock: Clock;
  readonly onRequest: RequestListener;
  /** Something came that isn't HTTP, or not in time. */
  readonly onClientError: (code: string) => void;
}

const sweepIntervalMillis = 100;

const receiver = "OTLP/HTTP receiver";
const key = "protocols.http.endpoint";

/** The socket side of the receiver: listens, bounds slow senders, and stops in order. */
export class HttpListener implements Service {
  readonly #options: HttpListenerOptions;
  #server: Server | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: HttpListenerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const server = await this.#createServer();
    const { endpoint } = this.#options;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => reject(listenError({ receiver, key, endpoint, cause })));
      server.listen(endpoint.port, endpoint.host, resolve);
    });
    this.#server = server;
  }

  /** The address in use; differs from the option when that asked for port 0. */
  address(): Endpoint {
    if (this.#server === undefined) throw new Error("address() before start()");
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  /** Takes no more connections, closes idle ones, lets open requests finish, and cuts what is left in the end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#close();
    return this.#stopped;
  }

  get isStopping(): boolean {
    return this.#stopped !== undefined;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    const { clock, stopTimeoutMillis } = this.#options;
    const deadline = clock.after(stopTimeoutMillis, () => server.closeAllConnections());
    // A connection whose answer was on its way when `close` looked for idle ones is idle only now.
    let sweep = clock.after(sweepIntervalMillis, function closeIdle() {
      server.closeIdleConnections();
      sweep = clock.after(sweepIntervalMillis, closeIdle);
    });
    await new Promise((resolve) => server.close(resolve));
    deadline.cancel();
    sweep.cancel();
  }

  async #createServer(): Promise<Server> {
    const { tls, onRequest, readHeaderTimeoutMillis, readTimeoutMillis, idleTimeoutMillis } = this.#options;
    const limits = {
      headersTimeout: readHeaderTimeoutMillis,
      requestTimeout: readTimeoutMillis,
      keepAliveTimeout: idleTimeoutMillis,
      connectionsCheckingInterval: 1_000,
    };
    let server: Server;
    if (tls === undefined) {
      server = createServer(limits);
    } else {
      const { cert, key, clientCa } = await readTlsFiles(receiver, tls);
      const clients =
        clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
      server = createTlsServer({ ...limits, ...clients, cert, key, minVersion: "TLSv1.2" });
    }
    server.on("request", onRequest);
    // The listener sends `100 Continue` by itself, after it has looked at the headers.
    server.on("checkContinue", onRequest);
    server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
      this.#answerClientError(error, socket),
    );
    return server;
  }

  /** What Node does by itself when nobody listens, and a word to the owner. */
  #answerClientError({ code = "" }: NodeJS.ErrnoException, socket: Duplex): void {
    this.#options.onClientError(code);
    if (socket.writable && (socket as Socket).bytesWritten === 0) {
      socket.end(`HTTP/1.1 ${clientErrorStatus(code)}\r\nConnection: close\r\n\r\n`);
    } else {
      socket.destroy();
    }
  }
}

function clientErrorStatus(code: string): string {
  if (code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "408 Request Timeout";
  return "400 Bad Request";
}
