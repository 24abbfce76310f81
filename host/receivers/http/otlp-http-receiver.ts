import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type BatchConsumer,
  type Clock,
  defaultOtlpHttpReceiver,
  type Endpoint,
  type Logger,
  type OtlpHttpReceiverOptions,
  systemClock,
} from "../../contract/index.ts";
import { encodeJson } from "../../otlp/index.ts";
import { type Authorizer, createAuthorizer } from "../authorizer.ts";
import { Intake, type IntakeResult } from "../intake.ts";
import { LimitedLog } from "../limited-log.ts";
import type { Receiver } from "../receiver.ts";
import { createReceiverMemory, type ReceiverMemory } from "../receiver-memory.ts";
import { createReceiverStats, type ReceiverStats } from "../receiver-stats.ts";
import { type OtlpEncoding, parseContentEncoding, parseContentType } from "./content-headers.ts";
import { type Cors, createCors } from "./cors.ts";
import { HttpListener } from "./http-listener.ts";
import { readBody } from "./read-body.ts";
import {
  intakeRefusal,
  methodNotAllowed,
  notFound,
  tooLarge,
  unauthenticated,
  unknownContentEncoding,
  unknownContentType,
} from "./refusals.ts";
import { type Refusal, replyRefusal, replySuccess } from "./reply.ts";

export interface OtlpHttpReceiverDependencies extends OtlpHttpReceiverOptions {
  readonly consumer: BatchConsumer;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Shared by all receivers of an agent. */
  readonly memory?: ReceiverMemory;
  /** How long `stop` waits for open requests before it cuts them. Default 10 s. */
  readonly stopTimeoutMillis?: number;
}

/**
 * OTLP/HTTP as https://opentelemetry.io/docs/specs/otlp/#otlphttp has it: protobuf and JSON on one port. A 200 goes
 * out only after the consumer said `queued`; what it refuses is a 503 with `Retry-After`. `start` throws
 * LISTEN_FAILED.
 */
export function createOtlpHttpReceiver(dependencies: OtlpHttpReceiverDependencies): Receiver {
  return new OtlpHttpReceiver(dependencies);
}

interface Aborted {
  readonly kind: "aborted";
}

interface TooLarge {
  readonly kind: "too-large";
}

class OtlpHttpReceiver implements Receiver {
  readonly #listener: HttpListener;
  readonly #intake: Intake;
  readonly #stats = createReceiverStats();
  readonly #memory: ReceiverMemory;
  readonly #log: LimitedLog;
  readonly #authorizer: Authorizer | undefined;
  readonly #cors: Cors | undefined;
  readonly #tracesPath: string;
  readonly #maxBodyBytes: number;

  constructor(dependencies: OtlpHttpReceiverDependencies) {
    const options = {
      ...defaultOtlpHttpReceiver,
      stopTimeoutMillis: 10_000,
      clock: systemClock,
      memory: createReceiverMemory(),
      ...dependencies,
    };
    this.#log = new LimitedLog(options.logger, options.clock);
    this.#intake = new Intake({ consumer: options.consumer, log: this.#log, stats: this.#stats });
    this.#authorizer = options.auth && createAuthorizer(options.auth);
    this.#cors = options.cors && createCors(options.cors);
    this.#memory = options.memory;
    this.#tracesPath = options.tracesPath;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#listener = new HttpListener({
      ...options,
      onRequest: (request, response) => {
        this.#answer(request, response).catch((error: unknown) => {
          this.#intake.failed(error);
          if (response.headersSent) response.destroy();
          else this.#reply(request, response, undefined, intakeRefusal({ kind: "failed" }));
        });
      },
      onClientError: (code) => this.#countClientError(code),
    });
  }

  start(): Promise<void> {
    return this.#listener.start();
  }

  stop(): Promise<void> {
    return this.#listener.stop();
  }

  address(): Endpoint {
    return this.#listener.address();
  }

  stats(): ReceiverStats {
    return { ...this.#stats };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#cors !== undefined && this.#answerPreflight(this.#cors, request, response)) return;
    const encoding = parseContentType(request.headers["content-type"]);
    const refusal = this.#headRefusal(request, encoding);
    if (refusal !== undefined || encoding === undefined) {
      this.#refuse(
        request,
        response,
        encoding,
        refusal ?? unknownContentType(request.headers["content-type"]),
      );
      return;
    }
    if (request.headers.expect !== undefined) response.writeContinue();
    const result = await this.#receive(request, encoding);
    if (this.#listener.isStopping) response.shouldKeepAlive = false;
    if (result.kind === "aborted") {
      this.#countAborted("the sender went away within a request");
    } else if (result.kind === "too-large") {
      this.#refuse(request, response, encoding, tooLarge(this.#maxBodyBytes));
    } else if (result.kind === "accepted") {
      replySuccess(response, encoding);
    } else {
      this.#reply(request, response, encoding, intakeRefusal(result));
    }
  }

  async #receive(
    request: IncomingMessage,
    encoding: OtlpEncoding,
  ): Promise<IntakeResult | Aborted | TooLarge> {
    const decompressor = parseContentEncoding(request.headers["content-encoding"]) ?? "identity";
    const maxBytes = this.#maxBodyBytes;
    const read = await readBody(request, { maxBytes, decompressor, memory: this.#memory });
    if (read.kind === "undecodable") return this.#intake.malformed("", read.message);
    if (read.kind !== "read") return read;
    const { body } = read;
    if (encoding === "protobuf") return this.#intake.take(body.bytes, body);
    const encoded = encodeJson(body.bytes);
    body.release();
    if (encoded.kind === "malformed") return this.#intake.malformed(encoded.path, encoded.message);
    return this.#intake.take(encoded.spans);
  }

  /** Why this request is not worth reading its body; undefined when it is. */
  #headRefusal(request: IncomingMessage, encoding: OtlpEncoding | undefined): Refusal | undefined {
    const path = pathOf(request.url ?? "");
    if (path !== this.#tracesPath) return notFound(path, this.#tracesPath);
    if (request.method !== "POST") return methodNotAllowed(request.method);
    if (this.#authorizer?.isAllowed(request.headers.authorization) === false) {
      return unauthenticated(this.#authorizer.challenges);
    }
    if (encoding === undefined) return unknownContentType(request.headers["content-type"]);
    if (parseContentEncoding(request.headers["content-encoding"]) === undefined) {
      return unknownContentEncoding(request.headers["content-encoding"]);
    }
    // Node's parser has seen to it that the header, when there is one, is a number.
    if (Number(request.headers["content-length"]) > this.#maxBodyBytes) return tooLarge(this.#maxBodyBytes);
    return undefined;
  }

  /** Counts and logs, then answers. */
  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    encoding: OtlpEncoding | undefined,
    refusal: Refusal,
  ): void {
    if (refusal.httpStatus === 401) this.#stats.unauthorizedRequests++;
    else this.#stats.invalidRequests++;
    this.#log.log(`http ${refusal.httpStatus}`, "warn", `answered a request with ${refusal.httpStatus}`, {
      status: refusal.status.code,
      remoteAddress: request.socket.remoteAddress,
    });
    this.#reply(request, response, encoding, refusal);
  }

  #reply(
    request: IncomingMessage,
    response: ServerResponse,
    encoding: OtlpEncoding | undefined,
    refusal: Refusal,
  ): void {
    replyRefusal(request, response, { ...refusal, encoding, maxDiscardBytes: this.#maxBodyBytes });
  }

  /** True when the request was a preflight. Other requests get their CORS headers here, whatever the answer. */
  #answerPreflight(cors: Cors, request: IncomingMessage, response: ServerResponse): boolean {
    const isPreflight =
      request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined;
    if (isPreflight) {
      response.writeHead(204, cors.preflightHeaders(request)).end();
      return true;
    }
    for (const [name, value] of Object.entries(cors.responseHeaders(request)))
      response.setHeader(name, value ?? "");
    return false;
  }

  #countClientError(code: string): void {
    if (code.startsWith("HPE_") && code !== "HPE_INVALID_EOF_STATE") {
      this.#stats.invalidRequests++;
      this.#log.log("not http", "warn", "a connection does not speak HTTP", { code });
    } else if (code === "HPE_INVALID_EOF_STATE" || code === "ERR_HTTP_REQUEST_TIMEOUT") {
      // Requests whose header was whole are counted where their body is read.
      this.#log.log("cut", "debug", "a request was cut off or too slow", { code });
    }
  }

  #countAborted(message: string): void {
    this.#stats.abortedRequests++;
    this.#log.log("aborted", "debug", message);
  }
}

/** Without query. A proxy may send the absolute form of a URL (RFC 9112, 3.2.2). */
function pathOf(url: string): string {
  if (!url.startsWith("/")) return URL.canParse(url) ? new URL(url).pathname : url;
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}
