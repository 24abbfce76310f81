import { SpandockError } from "../../../contract/index.ts";

/** Scheme, host and port: what a grant names and a request goes to. */
export interface Origin {
  readonly scheme: "http" | "https";
  /** In the canonical form of the URL standard: lower case, punycode, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

const defaultPorts = { http: 80, https: 443 } as const;

/** Takes `host` or `host:port` apart; undefined for what is not exactly that. */
export function parseOrigin(scheme: "http" | "https", authority: string): Origin | undefined {
  if (!/^[^\s/?#@\\*]+$/.test(authority)) return undefined;
  if (!URL.canParse(`${scheme}://${authority}`)) return undefined;
  const { hostname, port } = new URL(`${scheme}://${authority}`);
  return {
    scheme,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? defaultPorts[scheme] : Number(port),
  };
}

/** The one way to write an origin, with its port always: `https://collector.example:443`. */
export function formatOrigin({ scheme, host, port }: Origin): string {
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The same without the scheme, and with the port where it is not the scheme's: what the `host` header says. */
export function formatAuthority({ scheme, host, port }: Origin): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === defaultPorts[scheme] ? name : `${name}:${port}`;
}

/** `parseOrigin` that remembers its last answer: a guest's requests mostly go to one origin. */
export class RecentOrigin {
  #scheme: string | undefined;
  #authority: string | undefined;
  #origin: Origin | undefined;

  parse(scheme: "http" | "https", authority: string): Origin | undefined {
    if (scheme !== this.#scheme || authority !== this.#authority) {
      this.#origin = parseOrigin(scheme, authority);
      this.#scheme = scheme;
      this.#authority = authority;
    }
    return this.#origin;
  }
}

/**
 * Reads an entry of `permissions.http`.
 *
 * @throws SpandockError CONFIG_INVALID for anything but one origin: paths, user names and wildcards grant nothing.
 */
export function parseOriginGrant(grant: string): Origin {
  const [, scheme, authority] = /^(https?):\/\/([^/]*)\/?$/i.exec(grant) ?? [];
  const origin =
    scheme && authority ? parseOrigin(scheme.toLowerCase() as "http" | "https", authority) : undefined;
  if (origin === undefined) {
    throw new SpandockError("CONFIG_INVALID", {
      message: `permissions.http: expected an origin such as https://collector.example:4318, found ${JSON.stringify(grant)}`,
    });
  }
  return origin;
}
