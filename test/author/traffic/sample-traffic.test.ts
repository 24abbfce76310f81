import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { SampleTraffic } from "../../../host/author/traffic/index.ts";
import { FakeClock } from "../../pipeline/fake-clock.ts";
import { decodeOtlp } from "../../support/otlp-proto.ts";

interface Received {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly unknown[] }[];
  }[];
}

async function setUp(spansPerSecond: number) {
  const requests: number[] = [];
  const answer = { status: 200 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { resourceSpans } = decodeOtlp(
      "ExportTraceServiceRequest",
      Buffer.concat(chunks),
    ) as unknown as Received;
    requests.push(resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)).length);
    response.writeHead(answer.status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const clock = new FakeClock();
  const refusals: string[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const onRefused = (reason: string) => refusals.push(reason);
  const traffic = new SampleTraffic({ url, spansPerSecond, clock, random: () => 0.5, onRefused });
  onTestFinished(() => traffic.stop());
  await traffic.start();
  /** To the end of the request under way, which is when the next tick is set. */
  const settle = async () => {
    while (clock.pending === 0) await turn();
  };
  const pass = async (millis: number) => {
    for (let passed = 0; passed < millis; passed += 200) {
      await settle();
      await clock.advance(200);
    }
    await settle();
  };
  const spans = () => requests.reduce((sum, count) => sum + count, 0);
  return { clock, traffic, requests, refusals, answer, pass, settle, spans, close };
}

it("the first sample trace goes at once", async () => {
  const { settle, requests } = await setUp(1);
  await settle();
  expect(requests).toEqual([7]);
});

it.each([1, 10, 500])("%i spans a second come to that many over time", async (rate) => {
  const { pass, spans } = await setUp(rate);
  await pass(20_000);
  expect(spans()).toBeGreaterThanOrEqual(rate * 20 - 7);
  expect(spans()).toBeLessThanOrEqual(rate * 20 + 7);
});

it("a machine that slept is not flooded", async () => {
  const { clock, settle, spans } = await setUp(100);
  await settle();
  await clock.advance(0);
  // The timer of 200 ms fires an hour late.
  const at = clock.monotonic.bind(clock);
  clock.monotonic = () => at() + 3_600_000;
  await clock.advance(200);
  await settle();
  expect(spans()).toBeLessThan(120);
});

it("what the receiver refuses is told, and the traffic goes on", async () => {
  const { pass, answer, refusals, requests } = await setUp(35);
  answer.status = 503;
  await pass(1_000);
  expect(new Set(refusals)).toEqual(new Set(["the receiver answered 503"]));
  const before = requests.length;
  answer.status = 200;
  await pass(1_000);
  expect(requests.length).toBeGreaterThan(before);
});

it("a receiver that is gone is told, too", async () => {
  const { pass, refusals, close } = await setUp(35);
  await pass(200);
  close();
  await pass(1_000);
  expect(refusals.at(-1)).toMatch(/ECONNREFUSED|ECONNRESET|closed/);
});
