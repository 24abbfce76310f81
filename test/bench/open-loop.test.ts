import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ArrivalSchedule } from "../../bench/open-loop/arrival-schedule.ts";
import { runClosedLoop } from "../../bench/open-loop/closed-loop.ts";
import { LanePool } from "../../bench/open-loop/lane-pool.ts";
import { runOpenLoop } from "../../bench/open-loop/open-loop.ts";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Calls `onBody` for each request, with how many have come; gives the server's URL. */
async function serve(onBody: (count: number, response: ServerResponse, body: Buffer) => void) {
  let count = 0;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => onBody(++count, response, Buffer.concat(chunks)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
}

const answer = (response: ServerResponse, status = 200) =>
  response.writeHead(status, { "content-length": 2 }).end("ok");
const body = Buffer.from("some spans");
const load = { body, ratePerSecond: 1000, parts: 4, lanes: 2, maxLanes: 500 };

describe("the schedule", () => {
  it("settles when each request is due, however late it is asked", () => {
    const schedule = new ArrivalSchedule({ ratePerSecond: 100, startMillis: 1000, amount: 3 });
    expect(schedule.takeDue(999)).toBeUndefined();
    expect(schedule.takeDue(1000)).toBe(1000);
    expect(schedule.takeDue(1009)).toBeUndefined();
    expect(schedule.nextMillis).toBe(1010);
    expect([schedule.takeDue(5000), schedule.takeDue(5000), schedule.takeDue(5000)]).toEqual([
      1010,
      1020,
      undefined,
    ]);
  });
});

describe("the open loop", () => {
  it("sends what is due although nothing has been answered yet", async () => {
    const held: ServerResponse[] = [];
    // A generator that waits for answers would never send the fiftieth.
    const url = await serve((count, response) => {
      held.push(response);
      if (count === 50) for (const one of held) answer(one);
    });
    const figures = await runOpenLoop({ ...load, url, seconds: 0.05 });
    expect(figures.parts.reduce((sum, { requests }) => sum + requests, 0)).toBe(50);
    expect(figures).toMatchObject({ mostLanes: 50, mostWaiting: 0, refused: 0 });
  });

  it("counts the wait of those that could not be sent: all of a stall, not one request of it", async () => {
    const stallMillis = 60;
    let begin = 0;
    const url = await serve((count, response) => {
      if (count > 1) return answer(response);
      begin = performance.now();
      const release = () =>
        performance.now() < begin + stallMillis ? setImmediate(release) : answer(response);
      release();
      return;
    });
    const { parts, mostWaiting } = await runOpenLoop({ ...load, url, lanes: 1, maxLanes: 1, seconds: 0.04 });
    // Each waited at least from when it was due to the end of the stall.
    expect(parts[0]!.max).toBeGreaterThanOrEqual(stallMillis - 1);
    expect(parts[3]!.p50).toBeGreaterThanOrEqual(stallMillis - 40);
    expect(mostWaiting).toBeGreaterThan(10);
  });

  it("counts answers other than 200", async () => {
    const url = await serve((count, response) => answer(response, count <= 3 ? 503 : 200));
    expect((await runOpenLoop({ ...load, url, seconds: 0.02 })).refused).toBe(3);
  });

  it("fails when a request's connection is closed", async () => {
    const url = await serve((count, response) => (count === 5 ? response.socket?.end() : answer(response)));
    await expect(runOpenLoop({ ...load, url, seconds: 0.02 })).rejects.toThrow(
      "closed the connection of a request",
    );
  });
});

describe("connections", () => {
  it("send the whole body as OTLP protobuf", async () => {
    const bodies: Buffer[] = [];
    const url = await serve((_, response, whole) => {
      bodies.push(whole);
      answer(response);
    });
    const pool = new LanePool({
      url,
      body,
      lanes: 1,
      maxLanes: 1,
      onError: (error) => expect.fail(error.message),
    });
    await new Promise((resolve) => pool.send(resolve));
    expect(bodies).toEqual([body]);
    pool.close();
  });

  it("that the server closed while they were free are replaced", async () => {
    const url = await serve((_, response) => answer(response));
    const connections: Socket[] = [];
    server!.on("connection", (socket) => connections.push(socket));
    const failures: Error[] = [];
    const pool = new LanePool({ url, body, lanes: 1, maxLanes: 1, onError: (error) => failures.push(error) });
    const status = () => new Promise<number>((resolve) => pool.send(resolve));
    expect(await status()).toBe(200);
    connections[0]!.end();
    await once(connections[0]!, "close");
    expect(await status()).toBe(200);
    expect(connections).toHaveLength(2);
    expect(failures).toEqual([]);
    pool.close();
  });
});

describe("the closed loop", () => {
  it("keeps one request on its way for each connection", async () => {
    let open = 0;
    let most = 0;
    const url = await serve((_, response) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open--;
        answer(response);
      });
    });
    expect(await runClosedLoop({ url, body, seconds: 0.05, lanes: 3 })).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
  });

  it("fails when it is refused", async () => {
    const url = await serve((_, response) => answer(response, 503));
    await expect(runClosedLoop({ url, body, seconds: 0.05, lanes: 1 })).rejects.toThrow("status 503");
  });
});
