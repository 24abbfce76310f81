import { describe, expect, it } from "vitest";
import { runCase } from "../../bench/bench-case.ts";
import { type PeerComparison, type PeerSide, runPeers } from "../../bench/peers/peer-comparison.ts";
import { peerSide } from "../../bench/peers/peer-sides.ts";
import type { Scope } from "../../bench/scope.ts";

const mebibyte = 1024 ** 2;

/** A process that takes so many CPU seconds for each round of 100 bodies, and the first time ten times as many. */
function fakeSide(name: string, secondsPerRound: number, mebibytes: number, log: string[]): PeerSide {
  let cpu = 0;
  let rounds = 0;
  return {
    child: {
      cpuSeconds: () => cpu,
      memory: () => ({ residentBytes: mebibytes * mebibyte, peakBytes: 2 * mebibytes * mebibyte }),
    },
    async load() {
      log.push(name);
      rounds += 1;
      cpu += rounds === 1 ? 10 * secondsPerRound : secondsPerRound;
      return 100;
    },
    arrived: async (answered) => answered,
  };
}

function comparison(prepare: PeerComparison["prepare"]): PeerComparison {
  return {
    kind: "peers",
    name: "a case",
    what: "the agent against the Collector",
    spanCount: 8,
    mark: { atLeast: 2 },
    memoryMark: { atMost: 1 },
    prepare,
  };
}

describe("a comparison with the Collector", () => {
  it("measures both sides in turn and leaves the first pair out", async () => {
    const log: string[] = [];
    const peers = comparison(async () => ({
      agent: fakeSide("agent", 1, 30, log),
      collector: fakeSide("collector", 4, 20, log),
    }));
    const outcomes = await runPeers(peers, { rounds: 2, collector: "collector" });
    expect(log).toEqual(["agent", "collector", "agent", "collector", "agent", "collector"]);
    expect(outcomes).toMatchObject([
      { name: "a case", subject: { min: 800, max: 800 }, baseline: { median: 200 }, met: true },
      {
        name: "a case: memory",
        subject: { median: 30 },
        baseline: { median: 20 },
        met: false,
        peak: { subject: { median: 60 }, baseline: { median: 40 } },
      },
    ]);
  });

  it("is skipped, with the command that mends it, where no Collector has been built", async () => {
    const peers = comparison(async () => {
      throw new Error("nothing is to be started");
    });
    const [outcome] = await runPeers(peers, { rounds: 2, collector: undefined });
    expect(outcome).toMatchObject({ skipped: expect.stringMatching(/^skipped: .*run npm run bench:peers$/) });
  });

  it("ends what was started, the youngest first, when the next thing does not start", async () => {
    const log: string[] = [];
    const started = (name: string) => ({ dispose: async () => void log.push(name) });
    const peers = comparison(async (_program, scope: Scope) => {
      await scope.use(started("agent"));
      await scope.use(Promise.resolve(started("collector")));
      throw new Error("the sink did not start");
    });
    await expect(runPeers(peers, { rounds: 1, collector: "collector" })).rejects.toThrow("the sink");
    expect(log).toEqual(["collector", "agent"]);
  });

  it.each([
    [99, "fewer than were answered"],
    [117, "more than can have been under way when the load ended"],
  ])("gives no figure when %i of 100 bodies came out: %s", async (bodies) => {
    const { child, load } = fakeSide("agent", 1, 1, []);
    const side = peerSide({
      name: "the agent",
      child,
      load,
      outlet: { bodiesSinceLast: async () => bodies },
    });
    await expect(side.arrived(100)).rejects.toThrow(
      `the agent: 100 bodies were answered, and ${bodies} came out`,
    );
  });
});

describe("runCase", () => {
  it("makes a case that throws a failed one, so that the others are still run", async () => {
    const outcomes = await runCase(
      {
        kind: "comparison",
        name: "broken",
        what: "nothing",
        unit: "s",
        prepare: async () => {
          throw new Error("a span was lost");
        },
      },
      { rounds: 1, isLong: false },
    );
    expect(outcomes).toEqual([{ name: "broken", what: "nothing", failed: "a span was lost" }]);
  });
});
