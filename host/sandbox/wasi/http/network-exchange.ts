import {
  type ClientRequest,
  type Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from "node:http";
import { type Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { DeniedUse } from "../denied-use.ts";
import { AddressDenied } from "./checked-lookup.ts";
import type { FromNetwork, HttpRequest, WithoutId } from "./exchange-messages.ts";
import { type HttpErrorCode, httpErrorOf } from "./http-error.ts";
import { formatAuthority } from "./origin.ts";
import { SentBody } from "./sent-body.ts";

export interface NetworkExchangeOptions {
  readonly request: HttpRequest;
  /** Headers of the host's, in place of the guest's of the same name. */
  readonly injected: Readonly<Record<string, string>>;
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly lookup: LookupFunction;
  /** Why the request's own address, when it names one, may not be reached. */
  readonly denialOfAddress: (address: string) => DeniedUse | undefined;
  readonly emit: (event: WithoutId<FromNetwork>) => void;
}

const maxResponseHeaderBytes = 64 * 1024;

/**
 * One request and its response. Redirects are not followed: they are given back like any other response, so that the
 * guest's next request is checked as this one was. The body comes piece by piece, as it is pulled.
 */
export class NetworkExchange {
  readonly #options: NetworkExchangeOptions;
  #request: ClientRequest | undefined;
  #response: IncomingMessage | undefined;
  readonly #body: SentBody;
  #timer: NodeJS.Timeout | undefined;
  #isPulling = false;
  #isOver = false;

  constructor(options: NetworkExchangeOptions) {
    this.#options = options;
    this.#body = new SentBody(options.request);
  }

  /** Sends the request. */
  start(): void {
    const { host } = this.#options.request.origin;
    const denial = isIP(host) === 0 ? undefined : this.#options.denialOfAddress(host);
    if (denial === undefined) this.#send(true);
    else this.#fail({ tag: "destination-IP-prohibited" }, denial);
  }

  /** Gives the next piece of the body when it is there, or the end. */
  pull(): void {
    this.#isPulling = true;
    this.#arm(this.#options.request.timeouts.betweenBytesMillis, { tag: "connection-read-timeout" });
    this.#giveNext();
  }

  /** Ends it without another event. A short rest of the response is read, so that the connection can be kept. */
  cancel(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#body.end();
    if (this.#response === undefined) this.#request?.destroy();
    else drain(this.#response);
  }

  #send(mayRetry: boolean): void {
    const { request, agents, lookup } = this.#options;
    const { origin, method, path, timeouts } = request;
    const isSecure = origin.scheme === "https";
    const sent = (isSecure ? httpsRequest : httpRequest)({
      agent: isSecure ? agents.https : agents.http,
      host: origin.host,
      port: origin.port,
      method,
      path,
      headers: this.#headers(),
      lookup,
      maxHeaderSize: maxResponseHeaderBytes,
    });
    this.#request = sent;
    this.#arm(timeouts.connectMillis, { tag: "connection-timeout" });
    sent.on("socket", (socket) => {
      const connected = () => this.#arm(timeouts.firstByteMillis, { tag: "HTTP-response-timeout" });
      if (sent.reusedSocket) connected();
      else socket.once(isSecure ? "secureConnect" : "connect", connected);
    });
    sent.on("response", (response) => this.#receive(response));
    sent.on("upgrade", (_response, socket) => {
      socket.destroy();
      this.#fail({ tag: "HTTP-upgrade-failed" });
    });
    sent.on("error", (error) => {
      // A kept connection may have been closed by the other side in the moment it was taken up again.
      const isStale = sent.reusedSocket && httpErrorOf(error).tag === "connection-terminated";
      if (mayRetry && isStale && this.#response === undefined && !this.#isOver) this.#send(false);
      else this.#fail(codeOf(error), error instanceof AddressDenied ? error.denial : undefined);
    });
    this.#body.writeTo(sent);
  }

  #headers(): string[] {
    const { request, injected } = this.#options;
    const { origin, method, headers, bodyByteLength } = request;
    const replaced = new Set(Object.keys(injected).map((name) => name.toLowerCase()));
    const lines = headers.filter(([name]) => !replaced.has(name.toLowerCase())).flat();
    for (const [name, value] of Object.entries(injected)) lines.push(name, value);
    const hasBody = bodyByteLength > 0 || !["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"].includes(method);
    return [
      "host",
      formatAuthority(origin),
      ...lines,
      ...(hasBody ? ["content-length", String(bodyByteLength)] : []),
    ];
  }

  #receive(response: IncomingMessage): void {
    if (this.#isOver) return;
    this.#response = response;
    this.#body.answered();
    clearTimeout(this.#timer);
    response.on("error", (error) => this.#fail(response.complete ? codeOf(error) : incomplete));
    // A short body mostly comes together with the headers: then one message tells all.
    process.nextTick(() => this.#tellHead(response));
  }

  #tellHead(response: IncomingMessage): void {
    if (this.#isOver) return;
    const raw = response.rawHeaders;
    const headers = Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i]!, raw[2 * i + 1]!] as const);
    const bytes = ownBytes(response.read() as Buffer | null);
    this.#isOver = response.complete && response.readableLength === 0;
    this.#options.emit({
      kind: "response",
      status: response.statusCode ?? 0,
      headers,
      bytes,
      isWhole: this.#isOver,
    });
    if (this.#isOver) return;
    response.on("readable", () => this.#giveNext());
    response.on("end", () => this.#giveNext());
  }

  #giveNext(): void {
    if (!this.#isPulling || this.#isOver || this.#response === undefined) return;
    const bytes = this.#response.read() as Buffer | null;
    if (bytes !== null && bytes.length > 0) {
      this.#isPulling = false;
      clearTimeout(this.#timer);
      this.#options.emit({ kind: "data", bytes: ownBytes(bytes) });
    } else if (this.#response.readableEnded) {
      this.#isOver = true;
      clearTimeout(this.#timer);
      this.#options.emit({ kind: "end" });
    }
  }

  #arm(millis: number, code: HttpErrorCode): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(code), Math.min(millis, maxTimerMillis));
  }

  #fail(code: HttpErrorCode, denial?: DeniedUse): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#body.end();
    this.#request?.destroy();
    this.#options.emit({ kind: "failed", code, ...(denial === undefined ? {} : { denial }) });
  }
}

/** A copy, to be sent to another thread: a small piece shares its memory with others. */
function ownBytes(bytes: Buffer | null): Uint8Array {
  return bytes === null ? new Uint8Array(0) : new Uint8Array(bytes);
}

const maxDrainedBytes = 64 * 1024;
const maxDrainMillis = 1_000;

function drain(response: IncomingMessage): void {
  let bytes = 0;
  const timer = setTimeout(() => response.destroy(), maxDrainMillis);
  response.removeAllListeners("readable");
  response.on("data", (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > maxDrainedBytes) response.destroy();
  });
  response.on("close", () => clearTimeout(timer));
  response.resume();
}

const incomplete: HttpErrorCode = { tag: "HTTP-response-incomplete" };
/** Node's timers hold no more than 31 bits. */
const maxTimerMillis = 0x7fff_ffff;

function codeOf(error: unknown): HttpErrorCode {
  return error instanceof AddressDenied ? { tag: "destination-IP-prohibited" } : httpErrorOf(error);
}
