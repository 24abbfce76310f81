import type { LookupAddress } from "node:dns";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FromNetwork } from "../../../host/sandbox/wasi/http/exchange-messages.ts";
import { addressKind } from "../../../host/sandbox/wasi/http/ip-address.ts";
import { Network } from "../../../host/sandbox/wasi/http/network.ts";
import { formatOrigin, parseOrigin, parseOriginGrant } from "../../../host/sandbox/wasi/http/origin.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";

describe("addresses", () => {
  it.each([
    [
      "public",
      ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "192.169.0.1", "64:ff9b::808:808"],
    ],
    [
      "private",
      ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fd12::1", "::10.0.0.1"],
    ],
    ["loopback", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "2002:7f00:1::"]],
    [
      "refused",
      [
        ...["169.254.0.1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "febf::1", "::ffff:169.254.169.254"],
        ...["0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "255.255.255.255", "240.0.0.1", "ff02::1"],
        ...["100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "64:ff9b::a9fe:a9fe"],
        ...["2002:a9fe:a9fe::", "localhost", "", "1.2.3", "1.2.3.4.5", "::1::", "0x7f.1"],
      ],
    ],
  ])("of these kinds are %s", (kind, addresses) => {
    expect(addresses.filter((address) => addressKind(address) !== kind)).toEqual([]);
  });

  it("inside IPv6 are what they are alone", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
        const dotted = bytes.join(".");
        expect(addressKind(`::ffff:${dotted}`)).toBe(addressKind(dotted));
        expect(addressKind(`64:ff9b::${dotted}`)).toBe(addressKind(dotted));
      }),
      { numRuns: 500 },
    );
  });
});

describe("origins", () => {
  it("have one form, with their port", () => {
    expect(formatOrigin(parseOriginGrant("HTTPS://Collector.Example"))).toBe("https://collector.example:443");
    expect(formatOrigin(parseOriginGrant("http://[0:0::1]:80/"))).toBe("http://[::1]:80");
    expect(formatOrigin(parseOriginGrant("http://bücher.example:8080"))).toBe(
      "http://xn--bcher-kva.example:8080",
    );
  });

  it("are never found in what holds more than host and port", () => {
    for (const text of [
      "a/b",
      "a?b",
      "a#b",
      "u@a",
      "u:p@a",
      "a:b",
      "a:99999",
      "",
      " a",
      "a\n",
      "a\\b",
      "*.a",
      "[::1",
    ]) {
      expect(parseOrigin("http", text), text).toBeUndefined();
    }
  });

  it("come back from their own form", () => {
    fc.assert(
      fc.property(fc.webAuthority({ withPort: true, withIPv4: true, withIPv6: true }), (authority) => {
        const origin = parseOrigin("https", authority);
        if (origin !== undefined) expect(parseOriginGrant(formatOrigin(origin))).toEqual(origin);
      }),
      { numRuns: 300 },
    );
  });
});

describe("names", () => {
  /** What comes of a request to a granted name that resolves to these addresses. */
  async function ask(
    grants: readonly string[],
    addresses: readonly string[],
    port: number,
  ): Promise<FromNetwork> {
    const origin = parseOriginGrant(grants[0]!);
    let network: Network | undefined;
    try {
      return await new Promise<FromNetwork>((resolve) => {
        network = new Network({
          origins: grants.map(parseOriginGrant),
          injectHeaders: {},
          send: resolve,
          resolve: (_host, _options, callback) =>
            callback(
              null,
              addresses.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 })),
            ),
        });
        const timeouts = { connectMillis: 2000, firstByteMillis: 2000, betweenBytesMillis: 2000 };
        const body = { body: undefined, bodyByteLength: 0 };
        const request = { origin: { ...origin, port }, method: "GET", path: "/echo", headers: [], timeouts };
        network.receive({ kind: "request", id: 1, request: { ...request, ...body } });
      });
    } finally {
      network?.stop();
    }
  }

  async function withServer(use: (server: HttpServer) => Promise<void>): Promise<void> {
    const server = await startHttpServer();
    try {
      await use(server);
    } finally {
      await server.stop();
    }
  }

  it.each(["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "0.0.0.0", "100.100.100.200"])(
    "that resolve to %s are not connected to",
    async (address) => {
      expect(await ask(["http://good.example:81"], [address], 81)).toEqual({
        kind: "failed",
        id: 1,
        code: { tag: "destination-IP-prohibited" },
        denial: {
          asked: expect.stringContaining(`http://good.example:81 at ${address}, which is a link-local`),
        },
      });
    },
  );

  it("that resolve to this machine are connected to only where that is granted", async () => {
    await withServer(async ({ port }) => {
      const named = `http://good.example:${port}`;
      const itself = `http://127.0.0.1:${port}`;
      expect(await ask([named], ["127.0.0.1"], port)).toMatchObject({
        code: { tag: "destination-IP-prohibited" },
        denial: { grant: `permissions.http: [ "${itself}" ]` },
      });
      expect(await ask([named, itself], ["127.0.0.1"], port)).toMatchObject({
        kind: "response",
        status: 200,
      });
      const localhost = [`http://localhost:${port}`];
      expect(await ask(localhost, ["127.0.0.1"], port)).toMatchObject({ kind: "response", status: 200 });
    });
  });

  it("are connected to at the addresses that are allowed, when others are not", async () => {
    await withServer(async ({ port }) => {
      const addresses = ["169.254.169.254", "127.0.0.1"];
      expect(await ask([`http://localhost:${port}`], addresses, port)).toMatchObject({ kind: "response" });
    });
  });

  it("that resolve to nothing are an error of the name", async () => {
    expect(await ask(["http://good.example:81"], [], 81)).toMatchObject({ code: { tag: "DNS-error" } });
  });

  it("are checked on the network's side too", async () => {
    expect(await ask(["http://good.example:81"], ["8.8.8.8"], 82)).toMatchObject({
      code: { tag: "HTTP-request-denied" },
    });
  });
});
