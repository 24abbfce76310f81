import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { RequestRefused } from "./request-refused.ts";
import type { Access } from "./route.ts";

export interface AccessOptions {
  /** The host that the config names. */
  readonly host: string;
  /** The address that the endpoint is bound to. */
  readonly boundTo: string;
  readonly token?: string | undefined;
  /** Lower case. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/**
 * Decides who may ask what. Loopback keeps other machines out, but not the browser on this one: a page of another
 * site can send requests here (cross-site), and can get its own name to point here (DNS rebinding). The first is
 * told by `Origin` and `Sec-Fetch-Site`, which no script can forge, the second by `Host`.
 */
export class AccessControl {
  readonly #hosts: ReadonlySet<string>;
  readonly #tokenDigest: Buffer | undefined;
  readonly #isOpen: boolean;

  constructor({ host, boundTo, token, allowedHosts = [] }: AccessOptions) {
    this.#hosts = new Set(["localhost", host.toLowerCase(), ...allowedHosts]);
    this.#tokenDigest = token === undefined ? undefined : digest(token);
    this.#isOpen = !isLoopback(boundTo);
  }

  /** @throws RequestRefused 401 or 403 */
  check(access: Access, request: IncomingMessage): void {
    if (access === "probe") return;
    const hasToken = this.#hasToken(request);
    // Whoever knows the token is no stranger's page, whatever name it asks under.
    if (!hasToken) this.#checkHost(request.headers.host ?? "");
    if (access === "page") return;
    checkSite(request);
    if (this.#tokenDigest !== undefined) {
      if (hasToken) return;
      const message = "this request wants the token of service.admin.token";
      throw new RequestRefused(401, message, { "www-authenticate": 'Bearer realm="spandock"' });
    }
    if (access !== "read" && this.#isOpen) {
      throw new RequestRefused(
        403,
        "the admin endpoint is open to the network and has no token: it takes no changes and shows no spans",
        {},
        "Set service.admin.token, or bind service.admin.endpoint to 127.0.0.1.",
      );
    }
  }

  /** An IP address can't be made to point elsewhere, so only names are looked at. */
  #checkHost(header: string): void {
    const host = URL.canParse(`http://${header}`) ? new URL(`http://${header}`) : undefined;
    const name = host?.hostname.replace(/^\[(.*)\]$/, "$1") ?? "";
    const isPlain = host !== undefined && host.pathname === "/" && host.username === "" && host.search === "";
    if (isPlain && (isIP(name) !== 0 || this.#hosts.has(name))) return;
    throw new RequestRefused(403, `the admin endpoint does not answer under the host "${header}"`);
  }

  #hasToken({ headers }: IncomingMessage): boolean {
    const [, token] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "") ?? [];
    return (
      token !== undefined &&
      this.#tokenDigest !== undefined &&
      timingSafeEqual(digest(token), this.#tokenDigest)
    );
  }
}

/** Digests are of one length, so that comparing them tells nothing of the token's. */
const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Lets through what is no browser's (no such headers) or comes from our own page. `none` is a person's own doing, such
 * as a typed address. Fetch Metadata: https://www.w3.org/TR/fetch-metadata/
 */
function checkSite({ headers }: IncomingMessage): void {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    throw new RequestRefused(403, "requests of other sites are not taken", {}, fromOwnPage);
  }
  const { origin, host } = headers;
  if (origin === undefined) return;
  if (URL.canParse(origin) && new URL(origin).host === hostOf(origin, host ?? "")) return;
  throw new RequestRefused(403, `requests of the origin "${origin}" are not taken`, {}, fromOwnPage);
}

/** `Host` with the default port of the origin's scheme left out, as in an URL. */
function hostOf(origin: string, header: string): string | undefined {
  const url = `${new URL(origin).protocol}//${header}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}

const fromOwnPage = "Use the agent's own page, or a client that is no browser.";

/** Whether an address is of this machine only. */
function isLoopback(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\./.test(address);
}
