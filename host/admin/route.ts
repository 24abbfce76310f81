import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { RequestRefused } from "./request-refused.ts";

/**
 * - `probe`: anyone who reaches the port, for health checks that come under any name
 * - `page`: under a known host name; holds nothing that a token would protect
 * - `read`: not from other sites, and with the token where there is one
 * - `sensitive`: as `read`, and from loopback or with a token
 * - `change`: as `sensitive`, with a content type that browsers don't send unasked
 */
export type Access = "probe" | "page" | "read" | "sensitive" | "change";

export interface Route {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Segments in braces are parameters: `/api/v1/exporters/{name}`. */
  readonly path: string;
  readonly access: Access;
  /** The media type of its body; `application/json` by default. Only for `change`. */
  readonly bodyType?: string;
  readonly maxBodyBytes?: number;
  handle(call: Call): Reply | Promise<Reply>;
}

export interface Call {
  readonly request: IncomingMessage;
  /** Decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Empty unless the route's access is `change`. */
  readonly body: Uint8Array;
}

export type Reply =
  | { readonly kind: "json"; readonly status: number; readonly body: unknown }
  | {
      readonly kind: "content";
      readonly status: number;
      readonly contentType: string;
      readonly body: string | Uint8Array;
      readonly headers?: OutgoingHttpHeaders;
    }
  /** `open` answers by itself, and the connection stays. */
  | { readonly kind: "stream"; open(response: ServerResponse): void };

export const json = (body: unknown, status = 200): Reply => ({ kind: "json", status, body });

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The route for a method (HEAD counts as GET) and a path.
 *
 * @throws RequestRefused 404 or 405, or 400 when the percent-encoding is broken
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const wanted = method === "HEAD" ? "GET" : method;
  const matches = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  const found = matches.find(({ route }) => route.method === wanted);
  if (found !== undefined) return found;
  if (matches.length === 0) throw new RequestRefused(404, `there is no page ${path}`);
  const allowed = matches.map(({ route }) => route.method).join(", ");
  throw new RequestRefused(405, `${path} takes ${allowed}, not ${method}`, { allow: allowed });
}

/** The parameters, or undefined when the path is another. A `/` in a parameter is written `%2F`. */
function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [expected, found] = [pattern.split("/"), path.split("/")];
  if (expected.length !== found.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined && segment !== found[index]) return undefined;
    if (name !== undefined) parameters[name] = decode(found[index]!);
  }
  return parameters;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new RequestRefused(400, `the path has a broken percent-encoding: ${segment}`);
  }
}
