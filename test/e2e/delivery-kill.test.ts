import { setTimeout as after } from "node:timers/promises";
import { expect, it } from "vitest";
import { AgentProcess } from "../support/agent-process.ts";
import { DeliveryScene } from "../support/delivery-scene.ts";
import { Sender } from "../support/delivery-sender.ts";

/** A longer run: `SPANDOCK_KILL_ROUNDS=1000 npx vitest run test/e2e/delivery-kill.test.ts`. */
const rounds = Number(process.env.SPANDOCK_KILL_ROUNDS ?? 50);
const longestRunMillis = 300;

/** Sends as fast as it can, and kills the agent at a random moment. Answers what was acknowledged. */
async function runAndKill(config: string): Promise<readonly string[]> {
  await using agent = await AgentProcess.run(config);
  const sender = new Sender({ url: await agent.url("otlp/http") });
  const [code] = await Promise.all([
    after(Math.random() * longestRunMillis).then(() => agent.stop("SIGKILL")),
    sender.untilCutOff(),
  ]);
  expect(code).toBe(null);
  return sender.acknowledged;
}

/** Kills an agent at a random moment of its start, when it may be reading its queues. */
async function startAndKill(config: string): Promise<void> {
  await using agent = new AgentProcess(["run", "-c", config]);
  await Promise.race([agent.line((line) => line.msg === "plugin loaded"), agent.exit()]);
  await after(Math.random() * 20);
  expect(await agent.stop("SIGKILL")).toBe(null);
}

it(`an agent that is killed ${rounds} times under load loses no span that it acknowledged`, {
  timeout: 60_000 + rounds * 4_000,
}, async ({ annotate }) => {
  const scene = new DeliveryScene();
  const stored = (name: string) => scene.stored(name, { queue_size: 100_000 });
  const config = scene.writeConfig({
    exporters: {
      prompt: scene.files("prompt", stored("prompt")),
      moody: await scene.moody("moody", { retryable: 50, permanent: 5 }, stored("moody")),
    },
  });
  const acknowledged: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    acknowledged.push(...(await runAndKill(config)));
    if (round % 5 === 0) await startAndKill(config);
  }

  const queued = { prompt: await scene.drainQueue("prompt"), moody: await scene.drainQueue("moody") };
  const out = {
    prompt: scene.written("prompt"),
    moody: [...scene.taken("moody"), ...scene.deadLettered("moody")],
  };
  for (const name of ["prompt", "moody"] as const) {
    const found = new Set([...out[name], ...queued[name]]);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    const duplicates = out[name].length - new Set(out[name]).size;
    await annotate(
      `${name}: ${acknowledged.length} spans acknowledged, ${queued[name].length} still queued, ${duplicates} delivered twice`,
    );
  }
  expect(acknowledged.length).toBeGreaterThan(rounds);
});
