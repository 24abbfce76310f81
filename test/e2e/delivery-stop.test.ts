import { describe, expect, it } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { DeliveryScene } from "../support/delivery-scene.ts";
import { Sender } from "../support/delivery-sender.ts";
import { buildWatPlugin, honestWat } from "../support/wat-plugin.ts";

const slowRetry = { retry_on_failure: { initial_interval: "1h", max_interval: "1h" } };
const noLetters = { dead_letter: undefined };

async function sendTo(agent: AgentProcess, batches: number): Promise<readonly string[]> {
  const sender = new Sender({ url: await agent.url("otlp/http") });
  await sender.insistOn(batches, 1);
  return sender.acknowledged;
}

/** An exporter that never answers. */
async function stuck(scene: DeliveryScene, more: object = {}): Promise<object> {
  scene.file(
    "stuck.wasm",
    await buildWatPlugin({ wat: honestWat({ export: "(loop $l (br $l)) unreachable" }) }),
  );
  return { plugin: "./stuck.wasm", limits: { export_timeout: "1h", stop_timeout: "300ms" }, ...more };
}

const lastLine = (agent: AgentProcess) => agent.lines.at(-1);

describe("a stop while batches wait for their next try", () => {
  it("tries each once more, and is good when that succeeds", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const agent = await scene.start({ exporters: { moody: await scene.moody("moody", {}, slowRetry) } });
    const acknowledged = await sendTo(agent, 10);
    scene.bringUp("moody");
    expect(await agent.stop()).toBe(0);
    expect([...scene.taken("moody")].sort()).toEqual(acknowledged);
  });

  it("leaves them on disk where there is storage, for the next start", async () => {
    const scene = new DeliveryScene();
    const config = {
      exporters: { moody: await scene.moody("moody", {}, { ...slowRetry, ...scene.stored("moody") }) },
      service: noLetters,
    };
    scene.takeDown("moody");
    const agent = await scene.start(config);
    const acknowledged = await sendTo(agent, 10);
    expect(await agent.stop()).toBe(0);
    expect(agent.lines).toContainEqual(
      expect.objectContaining({
        msg: "spans stay on disk",
        exporter: "moody",
        keptBatches: 10,
        keptSpans: 50,
      }),
    );
    expect(lastLine(agent)).toMatchObject({ msg: "stopped", lostSpans: 0 });

    scene.bringUp("moody");
    const next = await scene.start(config);
    expect(await next.stop()).toBe(0);
    expect([...scene.taken("moody")].sort()).toEqual(acknowledged);
  });

  it("puts them to the dead letters without storage", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const agent = await scene.start({ exporters: { moody: await scene.moody("moody", {}, slowRetry) } });
    const acknowledged = await sendTo(agent, 10);
    expect(await agent.stop()).toBe(0);
    expect([...scene.deadLettered("moody")].sort()).toEqual(acknowledged);
  });

  it("ends with exit code 3 and says how many spans are lost without either", async () => {
    const scene = new DeliveryScene();
    scene.takeDown("moody");
    const agent = await scene.start({
      exporters: { moody: await scene.moody("moody", {}, slowRetry), prompt: scene.files("prompt") },
      service: noLetters,
    });
    const acknowledged = await sendTo(agent, 10);
    expect(await agent.stop()).toBe(3);
    expect(lastLine(agent)).toMatchObject({ level: "error", msg: "stopped", lostSpans: 50 });
    expect(agent.lines).toContainEqual(
      expect.objectContaining({ msg: "spans were lost", exporter: "moody", lostBatches: 10, lostSpans: 50 }),
    );
    expect(scene.written("prompt")).toEqual(acknowledged);
  });
});

describe("a stop with an exporter that never answers", () => {
  it("ends after shutdown_timeout and the limits of its calls, and empties the other queues", async () => {
    const scene = new DeliveryScene();
    const agent = await scene.start({
      exporters: {
        stuck: await stuck(scene, { limits: { export_timeout: "2s", stop_timeout: "300ms" } }),
        prompt: scene.files("prompt"),
      },
      service: { ...noLetters, shutdown_timeout: "500ms" },
    });
    const acknowledged = await sendTo(agent, 20);
    expect(await agent.stop()).toBe(3);
    expect(lastLine(agent)).toMatchObject({ msg: "stopped", lostSpans: 100 });
    expect(scene.written("prompt")).toEqual(acknowledged);
  });

  it("ends at once at the second signal, with exit code 3 when something is lost", async () => {
    const scene = new DeliveryScene();
    const agent = await scene.start({
      exporters: { stuck: await stuck(scene) },
      service: { shutdown_timeout: "1h" },
    });
    await sendTo(agent, 2);
    const code = agent.stop("SIGTERM");
    await agent.line(({ msg }) => msg.startsWith("SIGTERM: draining"));
    void agent.stop("SIGINT");
    expect(await code).toBe(3);
    expect(lastLine(agent)).toMatchObject({ msg: "stopped", lostSpans: 10 });
  });

  it("ends at once at the second signal, with exit code 0 when all is on disk", async () => {
    const scene = new DeliveryScene();
    const agent = await scene.start({
      exporters: { stuck: await stuck(scene, scene.stored("stuck")) },
      service: { shutdown_timeout: "1h" },
    });
    const acknowledged = await sendTo(agent, 2);
    const code = agent.stop("SIGINT");
    await agent.line(({ msg }) => msg.startsWith("SIGINT: draining"));
    void agent.stop("SIGTERM");
    expect(await code).toBe(0);
    expect(await scene.drainQueue("stuck")).toEqual(acknowledged);
  });
});

it("a stop lets open requests finish: what they brought is acknowledged and delivered", async () => {
  const scene = new DeliveryScene();
  const agent = await scene.start({ exporters: { prompt: scene.files("prompt") } });
  const sender = new Sender({ url: await agent.url("otlp/http") });
  const load = sender.untilCutOff(4);
  await agent.line(({ msg }) => msg === "ready");
  for (let n = 0; n < 20; n += 1) await sender.send();
  expect(await agent.stop()).toBe(0);
  await load;
  const written = scene.written("prompt");
  expect(new Set(written).size).toBe(written.length);
  const delivered = new Set(written);
  expect(sender.acknowledged.filter((id) => !delivered.has(id))).toEqual([]);
  // Nothing was delivered that its sender believes to be lost: the answers of open requests arrived.
  expect(written.length).toBe(sender.acknowledged.length);
});

it("batches on disk follow their exporter when the list of exporters changes", async () => {
  const scene = new DeliveryScene();
  for (const name of ["a", "b", "c"]) scene.takeDown(name);
  const exporter = (name: string) => scene.moody(name, {}, { ...slowRetry, ...scene.stored(name) });
  const first = await scene.start({ exporters: { a: await exporter("a"), b: await exporter("b") } });
  const early = await sendTo(first, 4);
  expect(await first.stop()).toBe(0);

  for (const name of ["a", "b", "c"]) scene.bringUp(name);
  const second = await scene.start({ exporters: { c: await exporter("c"), a: await exporter("a") } });
  const late = await sendTo(second, 4);
  expect(await second.stop()).toBe(0);
  expect([...scene.taken("a")].sort()).toEqual([...early, ...late]);
  expect([...scene.taken("c")].sort()).toEqual(late);
  expect(scene.taken("b")).toEqual([]);

  const third = await scene.start({ exporters: { b: await exporter("b"), c: await exporter("c") } });
  expect(await third.stop()).toBe(0);
  expect([...scene.taken("b")].sort()).toEqual(early);
  expect([...scene.taken("c")].sort()).toEqual(late);
});

it("a queue that a renamed exporter left behind is told of", async () => {
  const scene = new DeliveryScene();
  const exporter = (name: string) => scene.moody(name, {}, { ...slowRetry, ...scene.stored("a") });
  scene.takeDown("a");
  const first = await scene.start({ exporters: { a: await exporter("a") } });
  const acknowledged = await sendTo(first, 2);
  expect(await first.stop()).toBe(0);

  const second = await scene.start({ exporters: { b: await exporter("b") } });
  expect(second.lines).toContainEqual(
    expect.objectContaining({
      level: "warn",
      owner: "a",
      fix: expect.stringContaining(`spandock queue ls ${scene.queue}/a/a`),
    }),
  );
  expect(await second.stop()).toBe(0);
  expect(await scene.drainQueue("a")).toEqual(acknowledged);
});
