import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DeliveryScene } from "../support/delivery-scene.ts";
import { freshIds, Sender } from "../support/delivery-sender.ts";

const mebibyte = 1024 * 1024;
const limitMebibytes = 320;
const batches = 1_200;
const batchBytes = 400_000;

/** The most memory that the process ever had resident (proc_pid_status(5)). */
const peakResidentBytes = (pid: number) =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

it.skipIf(process.platform !== "linux")(
  "while an exporter is dead and load goes on, senders hear 503 and memory stays under the limit",
  async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const agent = await scene.start({
      exporters: {
        moody: await scene.moody(
          "moody",
          {},
          {
            sending_queue: { queue_size: 1_000_000 },
            retry_on_failure: { initial_interval: "1s", max_interval: "1s" },
          },
        ),
      },
      service: {
        memory_limiter: { limit: `${limitMebibytes}MiB`, check_interval: "100ms" },
        shutdown_timeout: "30s",
      },
    });
    const sender = new Sender({ url: await agent.url("otlp/http"), nameBytes: batchBytes });
    const statuses = new Set<number>();
    const work = async () => {
      for (let n = 0; n < batches / 6; n += 1) statuses.add((await sender.send(freshIds(1))).status);
    };
    await Promise.all(Array.from({ length: 6 }, work));
    expect(statuses).toEqual(new Set([200, 503]));
    // All of it would have been far beyond the limit.
    expect(batches * batchBytes).toBeGreaterThan(1.4 * limitMebibytes * mebibyte);
    expect(peakResidentBytes(agent.pid)).toBeLessThan(limitMebibytes * mebibyte);

    scene.bringUp("moody");
    expect(await agent.stop()).toBe(0);
    expect([...scene.taken("moody")].sort()).toEqual([...sender.acknowledged].sort());
  },
);
