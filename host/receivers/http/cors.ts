import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import type { CorsOptions } from "../../contract/index.ts";

/** The answers of the CORS protocol (https://fetch.spec.whatwg.org/#http-cors-protocol). */
export interface Cors {
  /** Headers for the answer to a request that isn't a preflight. */
  responseHeaders(request: IncomingMessage): OutgoingHttpHeaders;
  /** Headers for the answer to a preflight. An origin that isn't allowed gets none, so its browser stops there. */
  preflightHeaders(request: IncomingMessage): OutgoingHttpHeaders;
}

/** Every OTLP sender needs them. */
const alwaysAllowedHeaders = ["Content-Type", "Content-Encoding"];

export function createCors({ allowedOrigins, allowedHeaders = [], maxAgeSeconds }: CorsOptions): Cors {
  const origins = allowedOrigins.map(originPattern);
  const isAllowed = (origin: string | undefined): origin is string =>
    origin !== undefined && origins.some((pattern) => pattern.test(origin));
  const listedHeaders = [...alwaysAllowedHeaders, ...allowedHeaders].join(", ");

  return {
    responseHeaders(request) {
      const { origin } = request.headers;
      // Caches must not hand one origin's answer to another.
      if (!isAllowed(origin)) return { vary: "Origin" };
      return {
        "access-control-allow-origin": origin,
        "access-control-expose-headers": "Retry-After",
        vary: "Origin",
      };
    },
    preflightHeaders(request) {
      const { origin } = request.headers;
      const vary = "Origin, Access-Control-Request-Headers";
      if (!isAllowed(origin)) return { vary };
      const requested = request.headers["access-control-request-headers"];
      return {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "POST",
        "access-control-allow-headers":
          allowedHeaders.includes("*") && requested !== undefined ? requested : listedHeaders,
        ...(maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(maxAgeSeconds) }),
        vary,
      };
    },
  };
}

/** `*` stands for any run of characters, all others for themselves; upper and lower case are the same. */
function originPattern(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}
