import type { CaseOutcome } from "../case-outcome.ts";
import { type CaseResult, caseResult, type Mark } from "../case-result.ts";
import { Scope } from "../scope.ts";
import { spreadOf } from "../statistics.ts";
import { type MeasuredProcess, type MemoryFigures, withMemoryOf } from "./resident-samples.ts";

/** The agent against the OpenTelemetry Collector on the same bodies: what each takes of the machine for a span. */
export interface PeerComparison {
  readonly kind: "peers";
  readonly name: string;
  readonly what: string;
  /** Of each body. */
  readonly spanCount: number;
  /** The mark for spans per CPU second, agent / Collector. */
  readonly mark?: Mark;
  /** The mark for resident memory under load, agent / Collector. */
  readonly memoryMark?: Mark;
  /**
   * @param collector the Collector's program
   * @param scope ends what is started in it when the case is over
   */
  prepare(collector: string, scope: Scope): Promise<PreparedPeers>;
}

export interface PreparedPeers {
  readonly agent: PeerSide;
  readonly collector: PeerSide;
}

export interface PeerSide {
  readonly child: MeasuredProcess;
  /** Sends bodies for some seconds; how many were answered with success. */
  load(): Promise<number>;
  /**
   * Resolves when all that was answered has come out at the other end: how many bodies count.
   *
   * @throws Error when less came out than was answered
   */
  arrived(answered: number): Promise<number>;
}

interface Round extends MemoryFigures {
  readonly spansPerCpuSecond: number;
}

async function runSide({ child, load, arrived }: PeerSide, spanCount: number): Promise<Round> {
  const before = child.cpuSeconds();
  const [answered, memory] = await withMemoryOf(child, load);
  const bodies = await arrived(answered);
  return { ...memory, spansPerCpuSecond: (bodies * spanCount) / (child.cpuSeconds() - before) };
}

export interface PeerRunOptions {
  /** Counted pairs. */
  readonly rounds: number;
  /** The Collector's program, where one has been built. */
  readonly collector: string | undefined;
}

/** One pair to warm up, then pairs in turn, agent, Collector, agent, … Skipped where no Collector has been built. */
export async function runPeers(
  peers: PeerComparison,
  { rounds, collector: program }: PeerRunOptions,
): Promise<readonly CaseOutcome[]> {
  const { name, what, spanCount } = peers;
  if (program === undefined) {
    return [{ name, what, skipped: "skipped: no Collector is built, run npm run bench:peers" }];
  }
  const scope = new Scope();
  try {
    const { agent, collector } = await peers.prepare(program, scope);
    const pairs: (readonly [Round, Round])[] = [];
    for (let round = -1; round < rounds; round++) {
      const pair = [await runSide(agent, spanCount), await runSide(collector, spanCount)] as const;
      if (round >= 0) pairs.push(pair);
    }
    return resultsOf(peers, pairs);
  } finally {
    await scope.dispose();
  }
}

function resultsOf(
  { name, what, mark, memoryMark }: PeerComparison,
  pairs: readonly (readonly [Round, Round])[],
): readonly CaseResult[] {
  const figures = (figure: (round: Round) => number) =>
    pairs.map(([agent, collector]) => [figure(agent), figure(collector)] as const);
  const peaks = figures(({ peakMebibytes }) => peakMebibytes);
  return [
    caseResult({
      name,
      what,
      unit: "spans/CPU s",
      mark,
      pairs: figures(({ spansPerCpuSecond }) => spansPerCpuSecond),
    }),
    {
      ...caseResult({
        name: `${name}: memory`,
        what: "resident memory of both in the same run, the median over the load",
        unit: "MiB",
        mark: memoryMark,
        pairs: figures(({ residentMebibytes }) => residentMebibytes),
      }),
      peak: {
        subject: spreadOf(peaks.map(([agent]) => agent)),
        baseline: spreadOf(peaks.map(([, collector]) => collector)),
      },
    },
  ];
}
