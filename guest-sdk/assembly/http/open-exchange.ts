import { LoweredText } from "../component/host-memory";
import {
  dropBody,
  dropFuture,
  dropRequest,
  finishBody,
  getResponse,
  handle,
  httpErrorCode,
  newOptions,
  newRequest,
  requestBody,
  setAuthority,
  setBetweenBytesTimeout,
  setConnectTimeout,
  setFirstByteTimeout,
  setMethod,
  setPathWithQuery,
  setScheme,
  subscribeToResponse,
  writeBody,
} from "../imports/http";
import { dropError, dropStream } from "../imports/streams";
import { writeBytes, written } from "../streams/write-bytes";
import { byteLength, Range, start } from "../wire/range";
import { errorCodeName, takeErrorDetail } from "./error-code";
import { HttpRequest } from "./http-request";
import { HttpUrl } from "./http-url";
import { waitFor } from "./wait-for";

const result = memory.data(56, 8);
const nanosPerMilli: u64 = 1_000_000;
const otherMethod = 9;

/** @internal One request under way, as handles of the host's. */
export class OpenExchange {
  body: i32 = 0;
  future: i32 = 0;
  response: i32 = 0;
  /** The error code; "" while nothing is wrong. */
  code: string = "";
  detail: string = "";

  /** Hands the request to the host, which does not send it before its body is finished. */
  static of(request: HttpRequest): OpenExchange {
    const exchange = new OpenExchange();
    const fields = request.headers.lower();
    if (fields < 0) {
      exchange.code = "HTTP-request-header-refused";
      exchange.detail = "the header " + request.headers.names[~fields];
      return exchange;
    }
    const handleOfRequest = newRequest(fields);
    const wrong = describe(handleOfRequest, request);
    if (wrong.length > 0) {
      dropRequest(handleOfRequest);
      exchange.code = wrong;
      return exchange;
    }
    requestBody(handleOfRequest, result);
    exchange.body = load<i32>(result, 4);
    handle(handleOfRequest, 1, optionsOf(request), result);
    if (load<u8>(result) == 0) exchange.future = load<i32>(result, 8);
    else {
      exchange.fail(8);
      dropBody(exchange.body);
    }
    return exchange;
  }

  failed(): bool {
    return this.code.length > 0;
  }

  /** Writes and finishes the body. False when it failed; then everything is dropped. */
  write(bytes: Range): bool {
    writeBody(this.body, result);
    const stream = load<i32>(result, 4);
    const error = byteLength(bytes) == 0 ? written : writeBytes(stream, start(bytes), byteLength(bytes));
    if (error != written) {
      this.code = "connection-terminated";
      if (error >= 0) {
        httpErrorCode(error, result);
        if (load<u8>(result) != 0) this.fail(8);
        dropError(error);
      }
      dropStream(stream);
      dropBody(this.body);
      dropFuture(this.future);
      return false;
    }
    dropStream(stream);
    finishBody(this.body, 0, 0, result);
    if (load<u8>(result) == 0) return true;
    this.fail(8);
    dropFuture(this.future);
    return false;
  }

  /** Waits until the response begins. False when it does not; then everything is dropped. */
  awaitResponse(deadlineNano: u64): bool {
    const isReady = waitFor(subscribeToResponse(this.future), deadlineNano);
    if (isReady) {
      getResponse(this.future, result);
      if (load<u8>(result) == 0 || load<u8>(result, 8) != 0) this.code = "internal-error";
      else if (load<u8>(result, 16) != 0) this.fail(24);
      else this.response = load<i32>(result, 24);
    } else {
      this.code = "HTTP-response-timeout";
    }
    dropFuture(this.future);
    return !this.failed();
  }

  /** Takes the error code that lies in `result`. */
  private fail(offset: usize): void {
    this.code = errorCodeName(result + offset);
    this.detail = takeErrorDetail(result + offset);
  }
}

/** Sets method and URL: "", or the error code. */
function describe(handleOfRequest: i32, request: HttpRequest): string {
  const known = methods.split(" ").indexOf(request.method);
  const method = new LoweredText(known < 0 ? request.method : "");
  const isRefused = setMethod(
    handleOfRequest,
    known < 0 ? otherMethod : known,
    method.address,
    method.byteLength,
  );
  method.free();
  if (isRefused != 0) return "HTTP-request-method-invalid";
  return setUrl(handleOfRequest, request.url) ? "" : "HTTP-request-URI-invalid";
}

function setUrl(handleOfRequest: i32, url: HttpUrl): bool {
  setScheme(handleOfRequest, 1, url.isSecure ? 1 : 0, 0, 0);
  const authority = new LoweredText(url.authority);
  const path = new LoweredText(url.pathWithQuery);
  const isSet =
    setAuthority(handleOfRequest, 1, authority.address, authority.byteLength) == 0 &&
    setPathWithQuery(handleOfRequest, 1, path.address, path.byteLength) == 0;
  authority.free();
  path.free();
  return isSet;
}

/** A host that does not know one of these timeouts answers with an error, and keeps its own. */
function optionsOf(request: HttpRequest): i32 {
  const options = newOptions();
  const connect = nanosOf(request.connectTimeoutMillis, request.timeoutMillis);
  const firstByte = nanosOf(request.firstByteTimeoutMillis, request.timeoutMillis);
  const betweenBytes = nanosOf(request.betweenBytesTimeoutMillis, request.timeoutMillis);
  if (connect > 0) setConnectTimeout(options, 1, connect);
  if (firstByte > 0) setFirstByteTimeout(options, 1, firstByte);
  if (betweenBytes > 0) setBetweenBytesTimeout(options, 1, betweenBytes);
  return options;
}

/** No part may take longer than the whole. */
function nanosOf(millis: u32, wholeMillis: u32): u64 {
  const bounded = millis == 0 || (wholeMillis > 0 && millis > wholeMillis) ? wholeMillis : millis;
  return <u64>bounded * nanosPerMilli;
}

/** The cases of `method` in their order; whatever is none of them is the last, `other`. */
const methods = "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH";
