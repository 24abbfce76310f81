import { type ServiceError, status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { call } from "../receivers/grpc/call.ts";
import type { AgentProcess } from "../support/agent-process.ts";
import { DeliveryScene } from "../support/delivery-scene.ts";
import { freshIds, requestOf, Sender } from "../support/delivery-sender.ts";
import { decodeOtlp } from "../support/otlp-proto.ts";

const senderTo = async (agent: AgentProcess) => new Sender({ url: await agent.url("otlp/http") });
const statuses = async (sender: Sender, batches: number, spansPerBatch = 5) => {
  const answers: number[] = [];
  for (let n = 0; n < batches; n += 1) answers.push((await sender.send(freshIds(spansPerBatch))).status);
  return answers;
};

describe("a full queue", () => {
  it("refuses with 503 and Retry-After, and takes batches again as soon as there is room", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const agent = await scene.start({
      exporters: { moody: await scene.moody("moody", {}, { sending_queue: { queue_size: 3 } }) },
    });
    const sender = await senderTo(agent);
    expect(await statuses(sender, 3)).toEqual([200, 200, 200]);
    const refused = await sender.send();
    expect(refused.status).toBe(503);
    expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(1);
    expect(refused.body).toContain('the queue of exporter "moody" is full: 3 of 3 requests');

    scene.bringUp("moody");
    await sender.insist();
    expect(await agent.stop()).toBe(0);
    expect([...scene.taken("moody")].sort()).toEqual([...sender.acknowledged].sort());
  });

  it("refuses over gRPC with UNAVAILABLE and a RetryInfo", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const agent = await scene.start({
      exporters: { moody: await scene.moody("moody", {}, { sending_queue: { queue_size: 1 } }) },
    });
    const port = Number(new URL(await agent.url("otlp/grpc")).port);
    expect(await call(port, { body: requestOf(freshIds(1)) })).toHaveLength(0);
    const error: ServiceError = await call(port, { body: requestOf(freshIds(1)) }).then(
      () => expect.fail("expected a refusal"),
      (cause) => cause,
    );
    expect(error.code).toBe(status.UNAVAILABLE);
    const [details] = error.metadata.get("grpc-status-details-bin");
    const decoded = decodeOtlp("RpcStatus", details as Buffer) as {
      details: { typeUrl: string; value: string }[];
    };
    expect(decoded.details[0]!.typeUrl).toBe("type.googleapis.com/google.rpc.RetryInfo");
    const info = decodeOtlp("RetryInfo", Buffer.from(decoded.details[0]!.value, "hex"));
    expect(Number((info as { retryDelay: { seconds: string } }).retryDelay.seconds)).toBeGreaterThanOrEqual(
      1,
    );
  });

  it("makes senders wait with block_on_overflow, and lets them in when there is room", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const sending_queue = { queue_size: 1, block_on_overflow: true };
    const agent = await scene.start({
      exporters: { moody: await scene.moody("moody", {}, { sending_queue }) },
    });
    const sender = await senderTo(agent);
    expect(await statuses(sender, 1)).toEqual([200]);
    let isUp = false;
    const waiting = [1, 2, 3].map(async () => {
      const { status: code } = await sender.send();
      return [code, isUp];
    });
    // A later request, which wants no room, is answered meanwhile.
    expect((await sender.send([])).status).toBe(200);
    isUp = true;
    scene.bringUp("moody");
    expect(await Promise.all(waiting)).toEqual([
      [200, true],
      [200, true],
      [200, true],
    ]);
    expect(await agent.stop()).toBe(0);
    expect([...scene.taken("moody")].sort()).toEqual([...sender.acknowledged].sort());
  });

  it("lets nobody wait at a stop: senders with block_on_overflow are refused, so that they try elsewhere", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const sending_queue = { queue_size: 1, block_on_overflow: true };
    const retry_on_failure = { initial_interval: "1h", max_interval: "1h" };
    const agent = await scene.start({
      exporters: { moody: await scene.moody("moody", {}, { sending_queue, retry_on_failure }) },
    });
    const sender = await senderTo(agent);
    expect(await statuses(sender, 1)).toEqual([200]);
    const waiting = Promise.all([1, 2, 3].map(() => sender.send()));
    expect((await sender.send([])).status).toBe(200);
    const code = agent.stop();
    expect((await waiting).map((answer) => answer.status)).toEqual([503, 503, 503]);
    scene.bringUp("moody");
    expect(await code).toBe(0);
  });

  it("counts spans or bytes when the sizer says so, and a batch that never fits is rejected for good", async () => {
    const bySpans = { queue_size: 12, sizer: "spans" };
    const byBytes = { queue_size: requestOf(freshIds(5)).length * 2, sizer: "bytes" };
    for (const sending_queue of [bySpans, byBytes]) {
      const scene = new DeliveryScene();
      scene.takeDown("moody");
      const agent = await scene.start({
        exporters: { moody: await scene.moody("moody", {}, { sending_queue }) },
      });
      const sender = await senderTo(agent);
      expect(await statuses(sender, 3)).toEqual([200, 200, 503]);
      expect(await statuses(sender, 1, 20)).toEqual([400]);
      scene.bringUp("moody");
      await sender.insistOn(5, 1);
      expect(await agent.stop()).toBe(0);
      expect([...scene.taken("moody")].sort()).toEqual([...sender.acknowledged].sort());
    }
  });
});

describe("a dead exporter beside a live one", () => {
  const exporters = async (scene: DeliveryScene) => ({
    live: scene.files("live"),
    dead: await scene.moody("dead", {}, { sending_queue: { queue_size: 2 } }),
  });

  it("holds everything back with fan_out all: a batch is queued for both or for none", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("dead");
    const agent = await scene.start({ exporters: await exporters(scene), fanOut: "all" });
    const sender = await senderTo(agent);
    expect(await statuses(sender, 5)).toEqual([200, 200, 503, 503, 503]);
    scene.bringUp("dead");
    expect(await agent.stop()).toBe(0);
    expect(scene.written("live")).toEqual(sender.acknowledged);
    expect([...scene.taken("dead")].sort()).toEqual(sender.acknowledged);
  });

  it("holds nothing back with fan_out independent: its own spans are dropped, and that is logged", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("dead");
    const agent = await scene.start({ exporters: await exporters(scene), fanOut: "independent" });
    const sender = await senderTo(agent);
    expect(await statuses(sender, 20)).toEqual(Array(20).fill(200));
    await agent.line(({ msg, exporter }) => /^dropped for this exporter/.test(msg) && exporter === "dead");
    scene.bringUp("dead");
    expect(await agent.stop()).toBe(0);
    expect(scene.written("live")).toEqual(sender.acknowledged);
    expect([...scene.taken("dead")].sort()).toEqual(sender.acknowledged.slice(0, 10));
  });
});
