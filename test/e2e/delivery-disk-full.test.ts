import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canMount, SmallDisk } from "../support/delivery-disk.ts";
import { DeliveryScene } from "../support/delivery-scene.ts";
import { Sender } from "../support/delivery-sender.ts";

const slowRetry = { retry_on_failure: { initial_interval: "1h", max_interval: "1h" } };

/** Sends until the disk refuses, and answers that refusal. */
async function sendUntilRefused(sender: Sender) {
  for (let n = 0; n < 10_000; n += 1) {
    const answer = await sender.send();
    if (answer.status !== 200) return answer;
  }
  return expect.fail("the disk never became full");
}

// Needs the right to mount, which the machine that runs the whole check has.
describe.skipIf(!canMount())("a disk that is full", () => {
  it("makes senders hear 503, loses nothing that was acknowledged, and is used again when there is room", async () => {
    const scene = new DeliveryScene();
    const disk = new SmallDisk(join(scene.queue, "moody"), 1_024);
    disk.load(512 * 1_024);
    scene.takeDown("moody");
    const agent = await scene.start({
      exporters: { moody: await scene.moody("moody", {}, { ...slowRetry, ...scene.stored("moody") }) },
    });
    const sender = new Sender({ url: await agent.url("otlp/http"), nameBytes: 1_000 });
    const refused = await sendUntilRefused(sender);
    expect(refused.status).toBe(503);
    expect(refused.retryAfter).toBe("1");
    expect(refused.body).toContain('the queue of exporter "moody" can\'t be written');
    const before = sender.acknowledged.length;
    expect(before).toBeGreaterThan(0);

    disk.relieve();
    await sender.insist();
    expect(sender.acknowledged.length).toBe(before + 5);
    expect(await agent.stop("SIGKILL")).toBe(null);
    expect([...(await scene.drainQueue("moody"))].sort()).toEqual(sender.acknowledged);
  });

  it("lets an agent start, deliver what is queued, and thereby make room", async () => {
    const scene = new DeliveryScene();
    const disk = new SmallDisk(join(scene.queue, "moody"), 512);
    const config = {
      exporters: { moody: await scene.moody("moody", {}, { ...slowRetry, ...scene.stored("moody") }) },
    };
    scene.takeDown("moody");
    const agent = await scene.start(config);
    const sender = new Sender({ url: await agent.url("otlp/http"), nameBytes: 1_000 });
    await sendUntilRefused(sender);
    disk.fill();
    expect(await agent.stop("SIGKILL")).toBe(null);
    disk.fill();
    expect(disk.freeBytes).toBe(0);

    scene.bringUp("moody");
    const next = await scene.start(config);
    const later = new Sender({ url: await next.url("otlp/http") });
    await later.insist();
    expect(await next.stop()).toBe(0);
    expect([...new Set(scene.taken("moody"))].sort()).toEqual(
      [...sender.acknowledged, ...later.acknowledged].sort(),
    );
    expect(await scene.drainQueue("moody")).toEqual([]);
  });

  it("keeps its batches for an agent that runs, and delivers them without room for a byte", async () => {
    const scene = new DeliveryScene();
    const disk = new SmallDisk(join(scene.queue, "moody"), 512);
    const retry_on_failure = { initial_interval: "50ms", max_interval: "50ms" };
    scene.takeDown("moody");
    const agent = await scene.start({
      exporters: { moody: await scene.moody("moody", {}, { retry_on_failure, ...scene.stored("moody") }) },
    });
    const sender = new Sender({ url: await agent.url("otlp/http"), nameBytes: 1_000 });
    await sendUntilRefused(sender);
    disk.fill();
    scene.bringUp("moody");
    await sender.insist();
    expect(await agent.stop()).toBe(0);
    expect([...scene.taken("moody")].sort()).toEqual([...sender.acknowledged].sort());
  });

  it("that was to hold dead letters leaves them in the stored queue until it has room", async () => {
    const scene = new DeliveryScene();
    const disk = new SmallDisk(scene.letters, 64);
    const config = {
      exporters: { moody: await scene.moody("moody", { permanent: 100 }, scene.stored("moody")) },
    };
    disk.load(32 * 1_024);
    disk.fill();
    const agent = await scene.start(config);
    const sender = new Sender({ url: await agent.url("otlp/http") });
    await sender.insistOn(4, 1);
    expect(await agent.stop()).toBe(0);
    expect(scene.deadLettered("moody")).toEqual([]);

    disk.relieve();
    const next = await scene.start(config);
    expect(await next.stop()).toBe(0);
    expect([...scene.deadLettered("moody")].sort()).toEqual(sender.acknowledged);
    expect(await scene.drainQueue("moody")).toEqual([]);
  });
});
