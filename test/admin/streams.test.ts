import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { readUntil, startAdmin } from "./admin-harness.ts";

describe("the stream of events", () => {
  it("tells every reader what happens to exporters", async () => {
    const { open, source } = await startAdmin();
    const streams = [await open({ path: "/api/v1/events" }), await open({ path: "/api/v1/events" })];
    expect(streams[0]!.headers["content-type"]).toMatch(/^text\/event-stream/);
    source.exporters.publish({ message: "line one\nline two" });
    for (const stream of streams) {
      const text = await readUntil(stream, "line two");
      expect(text).toMatch(/^: connected\n\nid: 1\nevent: exporter\ndata: \{.*line one\\nline two.*\}\n\n/);
    }
  });

  it("gives a reader that comes back what it missed, and no more", async () => {
    const { open, source } = await startAdmin();
    for (const message of ["one", "two", "three"]) source.exporters.publish({ message });
    const stream = await open({ path: "/api/v1/events", headers: { "last-event-id": "1" } });
    const text = await readUntil(stream, "three");
    expect(text).toContain('"two"');
    expect(text).not.toContain('"one"');
  });

  it("gives all that it has to a reader of an agent before this one", async () => {
    const { open, source } = await startAdmin();
    source.exporters.publish({ message: "one" });
    const stream = await open({ path: "/api/v1/events", headers: { "last-event-id": "900" } });
    expect(await readUntil(stream, '"one"')).toContain("id: 1");
  });

  it("keeps the last 200 events", async () => {
    const { open, source } = await startAdmin();
    for (let index = 1; index <= 300; index += 1) source.exporters.publish({ message: `event ${index}` });
    const stream = await open({ path: "/api/v1/events", headers: { "last-event-id": "0" } });
    const text = await readUntil(stream, "event 300");
    expect(text.match(/^id: /gm)).toHaveLength(200);
    expect(text).toContain("id: 101\n");
  });

  it("has room for 32 readers, and again when one has gone", async () => {
    const { open, ask } = await startAdmin();
    const streams = [];
    for (let index = 0; index < 32; index += 1) streams.push(await open({ path: "/api/v1/events" }));
    expect((await ask({ path: "/api/v1/events" })).status).toBe(503);
    const first = streams[0]!;
    first.destroy();
    let status = 503;
    while (status === 503) {
      const stream = await open({ path: "/api/v1/events" });
      status = stream.statusCode!;
      stream.destroy();
    }
    expect(status).toBe(200);
  });

  it("ends with the server, which leaves no subscription behind", async () => {
    const { open, server, source } = await startAdmin();
    const stream = await open({ path: "/api/v1/events" });
    expect(source.exporters.subscribers).toBe(1);
    stream.resume();
    const ended = once(stream, "close");
    await server.stop();
    await ended;
    expect(source.exporters.subscribers).toBe(0);
  });
});

describe("the tail of spans", () => {
  it("samples only while someone reads it", async () => {
    const { open, source, server } = await startAdmin();
    expect(source.tails).toBe(0);
    const first = await open({ path: "/api/v1/spans" });
    const second = await open({ path: "/api/v1/spans" });
    expect(source.tails).toBe(1);
    for (const stream of [first, second]) stream.resume();
    await server.stop();
    expect(source.tails).toBe(0);
  });

  it("stops sampling when the last reader goes away", async () => {
    const { open, source } = await startAdmin();
    const stream = await open({ path: "/api/v1/spans" });
    stream.destroy();
    while (source.tails > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(source.tails).toBe(0);
  });
});
