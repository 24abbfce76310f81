import { type InjectedHeaders, SpandockError } from "../../../contract/index.ts";
import type { OnDenied } from "../denied-use.ts";
import type { IoError } from "../io/io-error.ts";
import type { WakeSignal } from "../io/wake-signal.ts";
import { WasiFailure } from "../wasi-failure.ts";
import type { BodyBytes } from "./body-bytes.ts";
import { BodyPool } from "./body-pool.ts";
import { ByteBudget } from "./byte-budget.ts";
import { ExchangeClient, maxExchanges } from "./exchange-client.ts";
import { Fields } from "./fields.ts";
import type { HttpErrorCode } from "./http-error.ts";
import { HttpPolicy } from "./http-policy.ts";
import {
  FutureIncomingResponse,
  FutureTrailers,
  IncomingBody,
  IncomingResponse,
} from "./incoming-response.ts";
import { formatOrigin, type Origin, parseOriginGrant, RecentOrigin } from "./origin.ts";
import { OutgoingBody } from "./outgoing-body.ts";
import { type Method, OutgoingRequest } from "./outgoing-request.ts";
import { RequestOptions, timeoutsOf } from "./request-options.ts";

export interface CreateHttpOptions {
  /** `permissions.http`. */
  readonly grants: readonly string[];
  readonly injectHeaders: InjectedHeaders;
  readonly onDenied: OnDenied;
  readonly signal: WakeSignal;
}

/** Bodies of all requests of a plugin that are written or under way. */
const maxBodyBytes = 64 * 1024 * 1024;

export interface Http {
  readonly imports: Readonly<Record<string, object>>;
  /** Ends all requests and the thread. */
  dispose(): void;
}

/** For requests that come in, which a plugin never gets. Compiled components want the classes all the same. */
class IncomingRequest {}
class OutgoingResponse {}
class ResponseOutparam {}

/**
 * `wasi:http`: outgoing requests to the granted origins. For the guest a call waits; the network's work is done in a
 * thread of its own, which is started at the first request.
 *
 * @throws SpandockError CONFIG_INVALID for a grant that is no origin.
 */
export function createHttp({ grants, injectHeaders, onDenied, signal }: CreateHttpOptions): Http {
  const origins = grants.map(parseOriginGrant);
  const policy = new HttpPolicy(origins);
  const recent = new RecentOrigin();
  const memory = { budget: new ByteBudget(maxBodyBytes), pool: new BodyPool() };
  const client = new ExchangeClient({
    origins,
    injectHeaders: byCanonicalOrigin(injectHeaders),
    onDenied,
    signal,
  });

  /** What `handle` gets: the guest makes requests by itself, all on one budget of memory. */
  class BudgetedRequest extends OutgoingRequest {
    constructor(headers: Fields) {
      super(headers, memory);
    }
  }

  function handle(request: OutgoingRequest, options: RequestOptions | undefined): FutureIncomingResponse {
    try {
      return send(request, options);
    } catch (error) {
      request.takenBody()?.abandon();
      throw error;
    }
  }

  function send(request: OutgoingRequest, options: RequestOptions | undefined): FutureIncomingResponse {
    const origin = originOf(request, recent);
    const denial = policy.denialOf(origin);
    if (denial !== undefined) {
      onDenied(denial);
      throw failure({ tag: "HTTP-request-denied" });
    }
    const method = methodName(request.method());
    if (client.count >= maxExchanges) throw failure({ tag: "connection-limit-reached" });
    let release = (): void => {};
    const exchange = client.open(() => release());
    const finished = (body?: BodyBytes): void => {
      if (exchange.isOver) {
        body?.release({ isSent: false });
        return;
      }
      release = () => body?.release({ isSent: true });
      exchange.send({
        origin,
        method,
        path: pathOf(request.pathWithQuery()),
        headers: request
          .headers()
          .toLines()
          .filter(([name]) => name !== "content-length"),
        body: body?.buffer?.shared,
        bodyByteLength: body?.byteLength ?? 0,
        timeouts: timeoutsOf(options),
      });
    };
    const dropped = () =>
      exchange.fail({ tag: "internal-error", val: "the body was dropped before it was finished" });
    const body = request.takenBody();
    if (body === undefined) finished();
    else body.whenDone({ finished, dropped });
    return new FutureIncomingResponse(exchange);
  }

  return {
    imports: {
      "wasi:http/outgoing-handler": { handle },
      "wasi:http/types": {
        Fields,
        FutureIncomingResponse,
        FutureTrailers,
        IncomingBody,
        IncomingRequest,
        IncomingResponse,
        OutgoingBody,
        OutgoingRequest: BudgetedRequest,
        OutgoingResponse,
        RequestOptions,
        ResponseOutparam,
        httpErrorCode: (error: IoError) => error.details.http,
      },
    },
    dispose: () => client.dispose(),
  };
}

function failure(code: HttpErrorCode): WasiFailure<HttpErrorCode> {
  return new WasiFailure(code);
}

function originOf(request: OutgoingRequest, recent: RecentOrigin): Origin {
  const scheme = request.scheme()?.tag ?? "HTTPS";
  const authority = request.authority();
  if (scheme === "other" || authority === undefined) throw failure({ tag: "HTTP-request-URI-invalid" });
  const origin = recent.parse(scheme === "HTTP" ? "http" : "https", authority);
  if (origin === undefined) throw failure({ tag: "HTTP-request-URI-invalid" });
  return origin;
}

/**
 * `CONNECT` would make a tunnel of the connection, behind which nothing is checked. `TRACE` asks the server to send the
 * request back, with the headers that the host has added and the guest must not see (RFC 9110, 9.3.8).
 */
const refusedMethods: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

function methodName(method: Method): string {
  const name = method.tag === "other" ? method.val : method.tag.toUpperCase();
  if (refusedMethods.has(name.toUpperCase())) throw failure({ tag: "HTTP-request-method-invalid" });
  return name;
}

function pathOf(path: string | undefined): string {
  return path?.startsWith("/") ? path : `/${path ?? ""}`;
}

/** @throws SpandockError CONFIG_INVALID, without the values: they are secrets. */
function byCanonicalOrigin(headers: InjectedHeaders): InjectedHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([origin, named]) => {
      for (const [name, value] of Object.entries(named)) checkHeader(origin, name, value);
      return [formatOrigin(parseOriginGrant(origin)), named];
    }),
  );
}

function checkHeader(origin: string, name: string, value: string): void {
  try {
    Fields.fromList([[name, Buffer.from(value, "latin1")]]);
  } catch (cause) {
    throw new SpandockError("CONFIG_INVALID", {
      message: `the header ${JSON.stringify(name)} for ${origin}: expected a header that can be sent, found: ${(cause as WasiFailure<{ tag: string }>).payload.tag}`,
    });
  }
}
