import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentProcess } from "../support/agent-process.ts";
import { type RefusedRow, refusedRows, undecidedRows } from "./hostile-refused-rows.ts";
import { HostileScene } from "./hostile-scene.ts";

const rows: readonly RefusedRow[] = [...refusedRows, ...undecidedRows];

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

describe("hostile guests that show before a batch comes", () => {
  const scene = new HostileScene();
  let asText: AgentProcess;
  let problems: readonly Problem[];
  let exitCodes: readonly (number | null)[];

  beforeAll(async () => {
    const config = await scene.writeConfig(rows);
    const env = { XDG_CACHE_HOME: scene.path };
    asText = new AgentProcess(["validate", "-c", config], { env });
    const asJson = new AgentProcess(["validate", "-c", config, "--json"], { env });
    exitCodes = await Promise.all([asText.exit(), asJson.exit()]);
    problems = (JSON.parse(asJson.output) as { errors: Problem[] }).errors;
  }, 120_000);
  afterAll(() => scene[Symbol.dispose]());

  it("make validate end with exit code 1", () => {
    expect(exitCodes).toEqual([1, 1]);
  });

  it("are all told in one go, and the honest exporter among them isn't", () => {
    expect(problems.map(({ message }) => message.split(":", 1)[0])).toEqual(rows.map(({ trick }) => trick));
    expect(asText.stderr.match(/^error\[/gm)).toHaveLength(rows.length);
    expect(asText.stderr.match(/^ {2}fix: ./gm)).toHaveLength(rows.length);
  });

  it.each(rows)("$trick is refused as $code", ({ trick, code, says }) => {
    const problem = problems.find(({ message }) => message.startsWith(`${trick}: `));
    expect(problem).toMatchObject({
      code,
      message: typeof says === "string" ? expect.stringContaining(says) : expect.stringMatching(says),
    });
    expect(asText.stderr).toContain(`error[${code}]: ${problem?.message}`);
  });

  it("can't fill the terminal, nor steer it", () => {
    expect(asText.stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(Math.max(...asText.stderr.split("\n").map((line) => Buffer.byteLength(line)))).toBeLessThan(
      70_000,
    );
  });
});
