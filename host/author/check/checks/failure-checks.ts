import { type Check, type Finding, type Verdict, verdictOf } from "../check.ts";
import { batchCases } from "../subject/batches/index.ts";
import type { BatchReply, Instance } from "../subject/instance.ts";
import type { Subject } from "../subject/subject.ts";

const why =
  "The agent sends a batch again after a crash or a retryable failure; an outcome that hangs on chance turns one bad batch into many, and can't be reproduced.";
const fix = "Let the outcome hang on the batch alone: start with clean buffers and counters for each one.";

export const failureSameTwice: Check = {
  id: "failure-same-twice",
  group: "failures",
  title: "A bad batch has the same outcome the second time",
  level: "error",
  why,
  fix,
  async run(subject) {
    return await compare(subject, async () => {
      const { instance } = await subject.start();
      try {
        return await badOutcomes(subject, instance, 2);
      } finally {
        await instance.close();
      }
    });
  },
};

export const failureSameInFreshInstance: Check = {
  id: "failure-same-in-fresh-instance",
  group: "failures",
  title: "A bad batch has the same outcome in a fresh instance",
  level: "error",
  why,
  fix,
  async run(subject) {
    return await compare(subject, async () => {
      const rounds: string[][] = [];
      for (let round = 0; round < 2; round++) {
        const { instance } = await subject.start();
        try {
          rounds.push(...(await badOutcomes(subject, instance, 1)));
        } finally {
          await instance.close();
        }
      }
      return rounds;
    });
  },
};

const badBatches = batchCases["batch-unreadable"];

/** The outcomes of the bad batches, so many times over. Up to the instance's end, if it comes to one. */
async function badOutcomes(subject: Subject, instance: Instance, rounds: number): Promise<string[][]> {
  const outcomes: string[][] = Array.from({ length: rounds }, () => []);
  for (const batchCase of badBatches) {
    for (const round of outcomes) round.push(outcomeText(subject, await instance.export(batchCase.make())));
    if (instance.end !== undefined) break;
  }
  return outcomes;
}

/** What has to be the same: not the words of a message, which may hold a time. */
function outcomeText(subject: Subject, reply: BatchReply): string {
  if (reply.kind === "end") return subject.describeEnd(reply.end).split("\n")[0]!;
  const { value } = reply;
  return value.kind === "accepted" ? `accepted, rejected-spans ${value.rejectedSpans}` : value.kind;
}

async function compare(subject: Subject, run: () => Promise<string[][]>): Promise<Verdict> {
  if ((await subject.survived(badBatches)).length < badBatches.length) {
    return { status: "skipped", reason: "it does not live through bad batches: see batch-unreadable" };
  }
  const [first = [], second = []] = await run();
  const findings = badBatches.flatMap(({ sent }, index): Finding[] => {
    if (first[index] === second[index]) return [];
    return [
      { sent: `twice: ${sent}`, expected: `${first[index]} again`, found: second[index] ?? "no answer" },
    ];
  });
  return verdictOf(findings, [...new Set(first)].join("; "));
}
