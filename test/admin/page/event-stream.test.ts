import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvents, type StreamEvent } from "../../../host/admin/page/app/event-stream.ts";

async function eventsOf(chunks: readonly Uint8Array[]): Promise<StreamEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe("server-sent events", () => {
  it("are read with their name, id and data, and comments are passed over", async () => {
    const text =
      ': connected\n\nid: 7\nevent: exporter\ndata: {"a":\ndata: 1}\n\n: still here\n\ndata: x\n\n';
    expect(await eventsOf([bytes(text)])).toEqual([
      { id: "7", event: "exporter", data: '{"a":\n1}' },
      { event: "message", data: "x" },
    ]);
  });

  it("keep characters that end a line in JavaScript but not in a stream", async () => {
    expect(await eventsOf([bytes("data: a\u2028b\u2029c\n\n")])).toEqual([
      { event: "message", data: "a\u2028b\u2029c" },
    ]);
  });

  it("don't come when they are not whole", async () => {
    expect(await eventsOf([bytes("data: whole\n\ndata: broken o")])).toEqual([
      { event: "message", data: "whole" },
    ]);
  });

  it("are the same wherever the network cuts them", async () => {
    const texts = fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(400), { maxLength: 8 }), async (sent, cuts) => {
        const whole = bytes(sent.map((text) => `event: spans\ndata: ${JSON.stringify(text)}\n\n`).join(""));
        const ends = [...cuts.filter((cut) => cut < whole.length), whole.length].sort((a, b) => a - b);
        const events = await eventsOf(ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end)));
        expect(events.map(({ data }) => JSON.parse(data))).toEqual(sent);
      }),
      { numRuns: 100 },
    );
  });
});
