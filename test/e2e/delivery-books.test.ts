import { describe, expect, it } from "vitest";
import { DeliveryScene, type Moods } from "../support/delivery-scene.ts";
import { Sender } from "../support/delivery-sender.ts";

const moods: Readonly<Record<string, Moods>> = {
  "always succeeds": {},
  "refuses a fifth for good": { permanent: 20 },
  "is out of order for a third of the calls": { retryable: 33 },
  "does this and that": { retryable: 25, permanent: 15 },
  "fails seven times in ten": { retryable: 50, permanent: 20 },
  "crashes now and then": { crash: 15, retryable: 10 },
};

const duplicatesIn = (ids: readonly string[]) => ids.length - new Set(ids).size;

describe("every acknowledged span is delivered once or is in a dead letter, when the exporter", () => {
  for (const [mood, chances] of Object.entries(moods)) {
    for (const storage of [false, true]) {
      it(`${mood}, with a queue ${storage ? "on disk" : "in memory"}`, async () => {
        const scene = new DeliveryScene();
        // A small queue, so that senders hear refusals too.
        const sending_queue = { queue_size: 20, ...(storage && { storage: "./queue/moody" }) };
        const agent = await scene.start({
          exporters: { moody: await scene.moody("moody", chances, { sending_queue }) },
          service: { shutdown_timeout: "50s" },
        });
        const sender = new Sender({ url: await agent.url("otlp/http") });
        await sender.insistOn(chances.crash === undefined ? 200 : 60);
        expect(await agent.stop()).toBe(0);

        const taken = scene.taken("moody");
        const dead = scene.deadLettered("moody");
        const left = storage ? await scene.drainQueue("moody") : [];
        expect(duplicatesIn([...taken, ...dead])).toBe(0);
        // A batch that crashes cut in halves stays whole in the queue when one half is not out at the stop.
        const isOut = new Set(chances.crash === undefined ? [] : [...taken, ...dead]);
        const queued = left.filter((id) => !isOut.has(id));
        expect([...taken, ...dead, ...queued].sort()).toEqual([...sender.acknowledged].sort());
        expect(sender.acknowledged.length).toBe(chances.crash === undefined ? 1_000 : 300);
        if (chances.permanent !== undefined) expect(dead.length).toBeGreaterThan(0);
        // A stop's last try may fail as well, and then a queue in memory becomes dead letters.
        else if (chances.crash === undefined && (storage || chances.retryable === undefined)) {
          expect(dead).toEqual([]);
        }
        if (chances.crash !== undefined) {
          expect(agent.lines.some(({ msg }) => /crash|trap/i.test(msg))).toBe(true);
        }
      });
    }
  }
});
