import { AnyValue, Attributes, JsonWriter, ValueKind } from "@spandock/guest-sdk";

/** Attributes that name the other side, best first; those of addresses have a port beside them. */
const ranking: string[] = [
  "peer.service",
  "server.address",
  "net.peer.name",
  "network.peer.address",
  "server.socket.domain",
  "server.socket.address",
  "net.sock.peer.name",
  "net.sock.peer.addr",
  "peer.hostname",
  "peer.address",
  "db.name",
];
/** By the same ranks; "" for names. */
const portKeys: string[] = [
  "",
  "",
  "",
  "network.peer.port",
  "",
  "server.socket.port",
  "",
  "net.sock.peer.port",
  "",
  "",
  "",
];

/** Writes the member `remoteEndpoint`, if an attribute tells of one. */
export function writeRemoteEndpoint(json: JsonWriter, attributes: Attributes): void {
  for (let rank = 0; rank < ranking.length; rank++) {
    const text = attributes.text(ranking[rank]);
    if (text.length == 0) continue;
    const portKey = portKeys[rank];
    json.key("remoteEndpoint");
    json.beginObject();
    const isAddress = portKey.length > 0;
    json.key(isAddress && isIpv4(text) ? "ipv4" : isAddress && isIpv6(text) ? "ipv6" : "serviceName");
    json.text(text);
    const port = isAddress ? portOf(attributes.find(portKey)) : 0;
    if (port > 0) {
      json.key("port");
      json.number(port);
    }
    json.endObject();
    return;
  }
}

/** 0 when there is none. */
function portOf(value: AnyValue | null): i64 {
  if (value === null) return 0;
  const port = value.kind == ValueKind.Text ? I64.parseInt(value.text) : value.integer;
  return port > 0 && port < 65_536 ? port : 0;
}

function isIpv4(text: string): bool {
  const parts = text.split(".");
  if (parts.length != 4) return false;
  for (let i = 0; i < 4; i++) {
    const part = parts[i];
    if (part.length == 0 || part.length > 3 || !consistsOf(part, "0123456789")) return false;
    if (I32.parseInt(part) > 255) return false;
  }
  return true;
}

function isIpv6(text: string): bool {
  return text.indexOf(":") != text.lastIndexOf(":") && consistsOf(text.toLowerCase(), "0123456789abcdef:.");
}

function consistsOf(text: string, characters: string): bool {
  for (let i = 0; i < text.length; i++) if (!characters.includes(text.charAt(i))) return false;
  return true;
}
