import { isIPv4, isIPv6 } from "node:net";

/** What an address is to a guest: `refused` is never reached, `loopback` only where it is granted by itself. */
export type AddressKind = "public" | "private" | "loopback" | "refused";

type Prefix = { readonly bytes: readonly number[]; readonly bits: number };

/**
 * By the IANA registries of special-purpose addresses (RFC 6890), and the metadata services of clouds, which hand
 * out credentials to whoever asks: most are link-local, the others stand here one by one. The first match counts.
 */
const ranges = (
  [
    ["refused", "100.100.100.200", 32],
    ["refused", "168.63.129.16", 32],
    ["refused", "192.0.0.192", 32],
    ["refused", "fd00:ec2::254", 128],
    ["refused", "fd20:ce::254", 128],
    ["refused", "0.0.0.0", 8],
    ["refused", "169.254.0.0", 16],
    ["refused", "224.0.0.0", 3],
    ["refused", "::", 128],
    ["refused", "fe80::", 10],
    ["refused", "ff00::", 8],
    ["loopback", "127.0.0.0", 8],
    ["loopback", "::1", 128],
    ["private", "10.0.0.0", 8],
    ["private", "100.64.0.0", 10],
    ["private", "172.16.0.0", 12],
    ["private", "192.168.0.0", 16],
    ["private", "198.18.0.0", 15],
    ["private", "fc00::", 7],
    ["private", "fec0::", 10],
  ] as const
).map(([kind, prefix, bits]) => ({ kind, prefix: parsePrefix(prefix, bits) }));

/** IPv6 prefixes with an IPv4 address inside, at this byte: mapped, compatible, NAT64 (RFC 6052), 6to4. */
const embeddings = (
  [
    ["::ffff:0:0", 96, 12],
    ["64:ff9b::", 96, 12],
    ["2002::", 16, 2],
    ["::", 96, 12],
  ] as const
).map(([prefix, bits, offset]) => ({ prefix: parsePrefix(prefix, bits), offset }));

/** Tells what an address is. Text that is no address is refused. */
export function addressKind(address: string): AddressKind {
  const bytes = parseAddress(address);
  return bytes === undefined ? "refused" : kindOf(bytes);
}

function kindOf(bytes: readonly number[]): AddressKind {
  const found = ranges.find(({ prefix }) => startsWith(bytes, prefix));
  if (found !== undefined) return found.kind;
  for (const { prefix, offset } of embeddings) {
    if (startsWith(bytes, prefix)) return kindOf(bytes.slice(offset, offset + 4));
  }
  return "public";
}

function startsWith(bytes: readonly number[], prefix: Prefix): boolean {
  if (prefix.bytes.length !== bytes.length) return false;
  return prefix.bytes.every((byte, index) => {
    const mask = (0xff00 >> Math.min(8, Math.max(0, prefix.bits - index * 8))) & 0xff;
    return (byte & mask) === (bytes[index]! & mask);
  });
}

function parsePrefix(address: string, bits: number): Prefix {
  return { bytes: parseAddress(address)!, bits };
}

/** 4 or 16 bytes; the zone of a link-local address is left out. */
function parseAddress(address: string): readonly number[] | undefined {
  if (isIPv4(address)) return address.split(".").map(Number);
  const [bare] = address.split("%") as [string];
  if (!isIPv6(bare)) return undefined;
  // The URL standard's form has no dotted part and at most one gap.
  const [head = "", tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const left = groupsOf(head);
  const right = groupsOf(tail ?? "");
  const gap = tail === undefined ? [] : new Array<number>(16 - left.length - right.length).fill(0);
  return [...left, ...gap, ...right];
}

function groupsOf(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
