import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentProcess, type LogLine } from "../support/agent-process.ts";
import { hostileTricks, hostileWasiTricks } from "../support/hostile-plugin.ts";
import { refusedRows } from "./hostile-refused-rows.ts";
import { type ContainedRow, containedRows, wasiRows } from "./hostile-rows.ts";
import { canary, HostileScene } from "./hostile-scene.ts";
import { type LoadReport, steadyLoad } from "./steady-load.ts";

const rows: readonly ContainedRow[] = [...containedRows, ...wasiRows];
const secret = "value-of-the-agent's-own-environment";

/** Lines about one exporter, in their order; those on a failed stop are the agent's own. */
const linesOf = (agent: AgentProcess, exporter: string): LogLine[] =>
  agent.lines.filter((line) => line.exporter === exporter || line.msg.startsWith(`${exporter}: `));

/** All texts of the lines about one exporter. */
const textsOf = (agent: AgentProcess, exporter: string): string[] =>
  linesOf(agent, exporter).flatMap((line) =>
    Object.values(line).filter((value) => typeof value === "string"),
  );

function saysSo(agent: AgentProcess, { trick, says }: ContainedRow): boolean {
  if (says === undefined) return true;
  return textsOf(agent, trick).some((text) =>
    typeof says === "string" ? text.includes(says) : says.test(text),
  );
}

/** What a guest said by itself: the agent's own lines about it are left out. */
function toldBy(agent: AgentProcess, { trick }: ContainedRow): string[] {
  return linesOf(agent, trick)
    .filter(({ level, msg }) => level === "info" && ["done", "denied", "nothing", "kept"].includes(msg))
    .map(({ msg }) => msg);
}

async function healthOf(agent: AgentProcess): Promise<Readonly<Record<string, string>>> {
  const response = await fetch(`${await agent.url("admin")}/healthz`);
  return ((await response.json()) as { components: Record<string, string> }).components;
}

/** Whether everything that a row waits for has happened, as far as it happens before the agent stops. */
async function areSettled(agent: AgentProcess): Promise<boolean> {
  const health = await healthOf(agent);
  return rows.every(
    (row) =>
      health[`exporters/${row.trick}`] === row.state &&
      toldBy(agent, row).length >= (row.tells?.length ?? 0) &&
      (row.inStop === true || saysSo(agent, row)),
  );
}

interface Run {
  readonly agent: AgentProcess;
  readonly load: LoadReport;
  readonly health: Readonly<Record<string, string>>;
  readonly peakMebibytes: number;
  readonly exitCode: number | null;
  readonly spansWritten: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

async function runAll(scene: HostileScene): Promise<Run> {
  const config = await scene.writeConfig(rows);
  const before = scene.untouchable();
  const agent = await AgentProcess.run(config, { env: { SECRET_OF_THE_AGENT: secret } });
  const load = await steadyLoad({
    url: `${await agent.url("otlp/http")}/v1/traces`,
    spansPerBatch: 5,
    intervalMillis: 25,
    minBatches: 100,
    maxBatches: 4000,
    until: () => areSettled(agent),
  });
  const health = await healthOf(agent);
  const status = readFileSync(`/proc/${agent.pid}/status`, "utf8");
  const exitCode = await agent.stop();
  return {
    agent,
    load,
    health,
    peakMebibytes: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024,
    exitCode,
    spansWritten: scene.spansWritten(),
    before,
    after: scene.untouchable(),
  };
}

describe.runIf(process.platform === "linux")(
  "all hostile guests beside an honest exporter under load",
  () => {
    const scene = new HostileScene();
    let run: Run;

    beforeAll(async () => {
      run = await runAll(scene);
    }, 180_000);
    afterAll(async () => {
      await run?.agent[Symbol.asyncDispose]();
      scene[Symbol.dispose]();
    });

    it("are all here", () => {
      const listed = [...refusedRows, ...containedRows].map(({ trick }) => trick);
      expect(listed.sort()).toEqual([...hostileTricks]);
      expect(wasiRows.map(({ trick }) => trick)).toEqual(hostileWasiTricks);
    });

    it("leave the honest exporter every span that was accepted, once", () => {
      expect(run.load.refusals).toEqual([]);
      expect(run.load.accepted.length).toBeGreaterThanOrEqual(500);
      expect([...run.spansWritten].sort()).toEqual([...run.load.accepted].sort());
      expect(run.health["exporters/honest"]).toBe("ready");
    });

    it.each(rows)("$trick ends up $state, and the operator hears why", (row) => {
      expect(run.health[`exporters/${row.trick}`]).toBe(row.state);
      const told = toldBy(run.agent, row);
      if (row.tells !== undefined) expect(told.slice(0, row.tells.length)).toEqual(row.tells);
      expect(saysSo(run.agent, row), textsOf(run.agent, row.trick).join("\n").slice(0, 3000)).toBe(true);
    });

    it("touch nothing that was not granted, and learn nothing of it", () => {
      expect(run.after).toEqual(run.before);
      for (const text of [canary, secret, "root:x:"]) expect(run.agent.output).not.toContain(text);
    });

    it("can't speak in the honest one's name", () => {
      const lines = run.agent.lines.filter(({ exporter }) => exporter === "honest");
      expect(lines.map(({ msg }) => msg)).toEqual(["plugin loaded"]);
    });

    it("can't fill the agent's memory or its log", () => {
      expect(run.peakMebibytes).toBeLessThan(2048);
      expect(run.agent.lines.length).toBeLessThan(rows.length * 100);
      expect(Math.max(...run.agent.output.split("\n").map((line) => Buffer.byteLength(line)))).toBeLessThan(
        80_000,
      );
    });

    it("can't keep the agent from ending, with the exit code that says that spans were lost", () => {
      expect(run.exitCode).toBe(3);
      expect(run.agent.stderr).toBe("");
    });
  },
);
