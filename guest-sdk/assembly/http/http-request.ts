import { dropBody, dropFuture, dropResponse, responseHeaders, responseStatus } from "../imports/http";
import { monotonicNano } from "../system/clock";
import { Range } from "../wire/range";
import { HttpError } from "./http-error";
import { HttpHeaders } from "./http-headers";
import { HttpAnswer, HttpResponse } from "./http-response";
import { HttpUrl } from "./http-url";
import { OpenExchange } from "./open-exchange";
import { readBody } from "./read-body";

const nanosPerMilli: u64 = 1_000_000;

/**
 * A request to a host that the config grants (`permissions.http`). Sending waits for the answer; one object can be sent
 * any number of times. Redirects are not followed. Milliseconds of 0 leave a limit to the agent.
 *
 * ```ts
 * const request = new HttpRequest("POST", HttpUrl.parse("http://localhost:4318/v1/traces")!);
 * request.headers.add("content-type", "application/x-protobuf");
 * const answer = request.send(batch.encoded);
 * if (answer.error !== null) return outcomeOfError(answer.error!);
 * if (answer.response!.status != 200) return outcomeOfRefusal(request, answer.response!, answer.response!.text);
 * ```
 */
export class HttpRequest {
  /** What is sent beside the headers that the agent writes itself (`host`, `content-length` and so on). */
  readonly headers: HttpHeaders = new HttpHeaders();
  /** From the call of `send` to the last byte of the answer. */
  timeoutMillis: u32 = 0;
  /** Until the connection stands. */
  connectTimeoutMillis: u32 = 0;
  /** From then until the answer begins. */
  firstByteTimeoutMillis: u32 = 0;
  /** Between two pieces of the answer's body. */
  betweenBytesTimeoutMillis: u32 = 0;
  /** Most bytes of the answer's body that are read; the rest is cut. */
  maxResponseBytes: u32 = 64 * 1024;

  /** Sends nothing yet. */
  constructor(
    /** `GET`, `POST` and so on. */
    readonly method: string,
    /** Where it goes. */
    readonly url: HttpUrl,
  ) {}

  /** Sends the request with these bytes as its body, in place, and waits for the answer. */
  send(body: Range = 0): HttpAnswer {
    const millis = this.timeoutMillis;
    const deadlineNano = millis == 0 ? 0 : monotonicNano() + <u64>millis * nanosPerMilli;
    const exchange = OpenExchange.of(this);
    if (exchange.failed()) return this.refused(exchange);
    if (!exchange.write(body) || !exchange.awaitResponse(deadlineNano)) return this.refused(exchange);
    const handle = exchange.response;
    const status = responseStatus(handle);
    const headers = HttpHeaders.lift(responseHeaders(handle));
    const read = readBody(handle, this.maxResponseBytes, deadlineNano);
    dropResponse(handle);
    return new HttpAnswer(new HttpResponse(status, headers, read.bytes, read.isCut), null);
  }

  /**
   * Whether the agent would send the request, asked without sending it: null, or why not. Tells of a host that is not
   * granted and of headers that can't be sent; a server that is down is not noticed.
   */
  check(): HttpError | null {
    const exchange = OpenExchange.of(this);
    if (exchange.failed()) return this.errorOf(exchange);
    // A request whose body is dropped before it is finished is never sent.
    dropBody(exchange.body);
    dropFuture(exchange.future);
    return null;
  }

  private refused(exchange: OpenExchange): HttpAnswer {
    return new HttpAnswer(null, this.errorOf(exchange));
  }

  private errorOf(exchange: OpenExchange): HttpError {
    return new HttpError(this.url, exchange.code, exchange.detail);
  }
}
