import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DeliveryScene } from "../support/delivery-scene.ts";
import { Sender } from "../support/delivery-sender.ts";

it("draining a queue into one folder twice keeps all files, whatever its exporter's name", async () => {
  const scene = new DeliveryScene();
  scene.takeDown("moody");
  const retry_on_failure = { initial_interval: "1h", max_interval: "1h" };
  const more = { ...scene.stored("slashed"), retry_on_failure };
  const config = { exporters: { "otlp/2": await scene.moody("moody", {}, more) } };
  const acknowledged: string[] = [];
  let drained: readonly string[] = [];
  for (let round = 0; round < 2; round += 1) {
    const agent = await scene.start(config);
    const sender = new Sender({ url: await agent.url("otlp/http") });
    await sender.insistOn(2, 1);
    acknowledged.push(...sender.acknowledged);
    expect(await agent.stop()).toBe(0);
    drained = await scene.drainQueue("slashed");
  }
  expect([...drained].sort()).toEqual(acknowledged);
  const files = readdirSync(join(scene.path, "drained/slashed"));
  expect(files.every((name) => /^otlp%2F2-\d{10}(-\d)?\.otlp$/.test(name))).toBe(true);
  expect(files).toHaveLength(4);
});
