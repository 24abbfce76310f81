import { isIPv6 } from "node:net";
import type { Endpoint } from "../contract/index.ts";

const loopback = "127.0.0.1";
const hostName = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?$/;

/**
 * Reads where to listen: `host:port`, `[IPv6]:port`, or a port alone (`4318`, `:4318`), which means loopback: unlike
 * in Go, nothing is open to the network that the config doesn't name. Undefined when it is none.
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  const match = /^(?:(?:\[([^\]]*)\]|([^:[\]]*)):)?(\d{1,5})$/.exec(text);
  if (!match) return undefined;
  const [, v6, name, port] = match;
  const host = v6 ?? (name || loopback);
  if (Number(port) > 65_535) return undefined;
  if (v6 !== undefined ? !isIPv6(v6) : !hostName.test(host)) return undefined;
  return { host, port: Number(port) };
}
