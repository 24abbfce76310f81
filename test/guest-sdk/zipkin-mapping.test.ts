import { describe, expect, it } from "vitest";
import { zipkinSpan } from "./zipkin-scene.ts";

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const int = (key: string, intValue: number) => ({ key, value: { intValue } });

// The mapping is OpenTelemetry's: https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/
describe("the zipkin exporter", () => {
  it("writes ids, names, kind and times as Zipkin has them", async () => {
    const span = await zipkinSpan(
      {
        parentSpanId: Buffer.alloc(8, 2),
        name: 'pay "now" 🙂',
        kind: 2,
        startTimeUnixNano: "1700000000123456789",
        endTimeUnixNano: "1700000000223457999",
      },
      { attributes: [text("service.name", "Shop")] },
    );
    expect(span).toEqual({
      traceId: "07".repeat(16),
      id: "01".repeat(8),
      parentId: "02".repeat(8),
      name: 'pay "now" 🙂',
      kind: "SERVER",
      timestamp: 1_700_000_000_123_456,
      duration: 100_001,
      localEndpoint: { serviceName: "Shop" },
    });
  });

  it("leaves out what a span does not have", async () => {
    expect(await zipkinSpan({ parentSpanId: Buffer.alloc(8) })).toEqual({
      traceId: "07".repeat(16),
      id: "01".repeat(8),
      localEndpoint: { serviceName: "unknown_service" },
    });
  });

  it.each([
    [0, undefined],
    [1, undefined],
    [2, "SERVER"],
    [3, "CLIENT"],
    [4, "PRODUCER"],
    [5, "CONSUMER"],
    [9, undefined],
  ])("writes the kind %i as %s", async (kind, name) => {
    expect((await zipkinSpan({ kind })).kind).toBe(name);
  });

  it.each([
    ["999 ns as one microsecond", "1000000", "1000999", 1],
    ["no time as one microsecond", "1000000", "1000000", 1],
    ["1234 ns as one microsecond", "1000000", "1001234", 1],
    ["an end before the start as none", "1000000", "999999", undefined],
    ["a span without an end as none", "1000000", "0", undefined],
  ])("writes a duration of %s", async (_, startTimeUnixNano, endTimeUnixNano, duration) => {
    expect((await zipkinSpan({ startTimeUnixNano, endTimeUnixNano })).duration).toBe(duration);
  });

  it("names the service of resources that don't as the config says", async () => {
    const span = await zipkinSpan({}, {}, { default_service_name: "legacy" });
    expect(span.localEndpoint).toEqual({ serviceName: "legacy" });
  });

  it("writes attributes of any kind as texts", async () => {
    const list = {
      arrayValue: { values: [{ stringValue: 'a"b' }, { intValue: 1 }, { doubleValue: 0.5 }, {}] },
    };
    const map = {
      kvlistValue: {
        values: [
          { key: 'k"', value: list },
          { key: "ok", value: { boolValue: true } },
        ],
      },
    };
    const { tags } = await zipkinSpan({
      attributes: [
        text("text", "ü\n"),
        int("int", -9_007_199_254_740_991),
        { key: "max", value: { intValue: "9223372036854775807" } },
        { key: "double", value: { doubleValue: 12 } },
        { key: "fraction", value: { doubleValue: -0.25 } },
        { key: "yes", value: { boolValue: true } },
        { key: "no", value: { boolValue: false } },
        { key: "bytes", value: { bytesValue: Uint8Array.of(0, 255, 1) } },
        { key: "list", value: list },
        { key: "map", value: map },
        { key: "nothing", value: {} },
      ],
    });
    expect(tags).toEqual({
      text: "ü\n",
      int: "-9007199254740991",
      max: "9223372036854775807",
      double: "12",
      fraction: "-0.25",
      yes: "true",
      no: "false",
      bytes: "AP8B",
      list: '["a\\"b",1,0.5,null]',
      map: '{"k\\"":["a\\"b",1,0.5,null],"ok":true}',
      nothing: "",
    });
  });

  it("writes scope, resource and what was dropped as tags; a key that comes twice is the span's", async () => {
    const { tags } = await zipkinSpan(
      {
        attributes: [text("host.name", "of the span"), text("twice", "1"), text("twice", "2")],
        droppedAttributesCount: 1,
        droppedEventsCount: 2,
        droppedLinksCount: 3,
      },
      {
        attributes: [text("service.name", "shop"), text("service.namespace", "eu"), text("host.name", "h1")],
        scope: { name: "lib", version: "1.2", attributes: [text("of.scope", "s"), text("twice", "3")] },
      },
    );
    expect(tags).toEqual({
      "otel.scope.name": "lib",
      "otel.scope.version": "1.2",
      "otel.library.name": "lib",
      "otel.library.version": "1.2",
      "otel.dropped_attributes_count": "1",
      "otel.dropped_events_count": "2",
      "otel.dropped_links_count": "3",
      "host.name": "of the span",
      twice: "1",
      "of.scope": "s",
      "service.namespace": "eu",
    });
  });

  it.each([
    [{ code: 0, message: "x" }, [], undefined],
    [{ code: 1, message: "x" }, [], { "otel.status_code": "OK" }],
    [{ code: 2, message: "no cover" }, [], { "otel.status_code": "ERROR", error: "no cover" }],
    [{ code: 2 }, [], { "otel.status_code": "ERROR", error: "" }],
    [{ code: 2, message: "no" }, [text("error", "true")], { "otel.status_code": "ERROR", error: "no" }],
    [{ code: 0 }, [{ key: "error", value: { boolValue: false } }], undefined],
    [{ code: 0 }, [text("error", "false")], undefined],
    [{ code: 0 }, [text("error", "true")], { error: "true" }],
  ])("writes the status %j beside the attributes %j as %j", async (status, attributes, tags) => {
    expect((await zipkinSpan({ status, attributes })).tags).toEqual(tags);
  });

  it("writes events as annotations, their attributes behind the name", async () => {
    const { annotations } = await zipkinSpan({
      events: [
        { timeUnixNano: "1700000000123456789", name: "stock" },
        { timeUnixNano: "1700000000123457000", name: 'a"b', attributes: [int("code", 51), text("why", "ü")] },
      ],
    });
    expect(annotations).toEqual([
      { timestamp: 1_700_000_000_123_456, value: "stock" },
      { timestamp: 1_700_000_000_123_457, value: '"a\\"b":{"code":51,"why":"ü"}' },
    ]);
  });

  it.each([
    [[text("peer.service", "db"), text("server.address", "h")], { serviceName: "db" }],
    [[text("db.name", "orders"), text("server.address", "h")], { serviceName: "h" }],
    [
      [text("network.peer.address", "10.0.0.7"), int("network.peer.port", 5432)],
      { ipv4: "10.0.0.7", port: 5432 },
    ],
    [
      [text("net.sock.peer.addr", "2001:db8::1"), text("net.sock.peer.port", "443")],
      { ipv6: "2001:db8::1", port: 443 },
    ],
    [
      [text("network.peer.address", "/run/db.sock"), int("network.peer.port", 0)],
      { serviceName: "/run/db.sock" },
    ],
    [[text("network.peer.address", "256.0.0.7")], { serviceName: "256.0.0.7" }],
    [[text("server.address", "")], undefined],
    [[], undefined],
  ])("finds the other side of a client in %j", async (attributes, remoteEndpoint) => {
    expect((await zipkinSpan({ kind: 3, attributes })).remoteEndpoint).toEqual(remoteEndpoint);
    expect((await zipkinSpan({ kind: 2, attributes })).remoteEndpoint).toBeUndefined();
  });
});
