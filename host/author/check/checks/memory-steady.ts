import { type Check, type Verdict, verdictOf } from "../check.ts";
import type { BatchCase } from "../subject/batch-case.ts";
import { batchCases } from "../subject/batches/index.ts";
import type { Instance } from "../subject/instance.ts";
import { plainBatch } from "../subject/plain-spans.ts";
import type { Subject } from "../subject/subject.ts";

/** Allocators and collectors settle in steps; a leak that matters is above this within half of the batches. */
const slackBytes = 1024 * 1024;
/** So many batches no collector puts off its work for: the JavaScript engine's grows for some 100,000, then stays. */
const telling = 100_000;
/** A plugin whose memory grows gets more batches, as many as a half each time, before anybody is accused. */
const maxRounds = { whole: 5, quick: 3 };

export const memorySteady: Check = {
  id: "memory-steady",
  group: "memory",
  title: "Linear memory does not grow with the number of batches",
  level: "error",
  why: "WebAssembly memory never shrinks: a plugin that leaks reaches limits.memory, traps, and is made anew again and again.",
  fix: "Free what each call allocates (with wit-bindgen: drop the batch), and keep nothing per batch in lists and maps.",
  async run(subject) {
    const mixed = [...batchCases["batch-one-span"], ...batchCases["batch-every-attribute-kind"], plainBatch];
    const cases = await subject.survived(mixed);
    if (cases.length === 0) return { status: "skipped", reason: "it lives through no batch" };
    const { instance } = await subject.start();
    try {
      return await measure(subject, instance, cases);
    } finally {
      await instance.close();
    }
  },
};

async function measure(subject: Subject, instance: Instance, cases: readonly BatchCase[]): Promise<Verdict> {
  const { batches: wanted, budgetMillis } = subject.options.memoryRun;
  const batches = cases.map((each) => each.make());
  const half = Math.ceil(wanted / 2);
  const rounds = wanted < telling ? maxRounds.quick : maxRounds.whole;
  const memoryBytes: number[] = [];
  let ran = 0;
  let times = half;
  for (let round = 0; round < rounds; round++) {
    const reply = await instance.repeat(batches, times, budgetMillis / 2);
    if (reply.kind === "end") {
      const sent = `${ran.toLocaleString("en-US")} batches, and then up to ${times.toLocaleString("en-US")} more`;
      return verdictOf([{ sent, expected: "an outcome for each", found: subject.describeEnd(reply.end) }]);
    }
    ran += reply.value.calls;
    times = reply.value.calls;
    memoryBytes.push(reply.memoryBytes);
    if (round > 0 && memoryBytes[round]! - memoryBytes[round - 1]! <= slackBytes) {
      return {
        status: "passed",
        note: `${describe(ran, memoryBytes)}${ran < wanted ? cutShort(subject) : ""}`,
      };
    }
  }
  return grown(subject, { ran, lastRound: times, memoryBytes });
}

/** Few batches tell a leak from a collector that has not run yet only when they would fill the memory soon. */
function grown(
  subject: Subject,
  { ran, lastRound, memoryBytes }: { ran: number; lastRound: number; memoryBytes: readonly number[] },
): Verdict {
  const [before = 0, last = 0] = memoryBytes.slice(-2);
  const laterBytes = last + ((last - before) / lastRound) * (telling - ran);
  if (ran < telling && laterBytes <= subject.options.limits.memoryBytes) {
    const reason = `too few batches to tell a leak from a collector that has not run yet: ${describe(ran, memoryBytes)}`;
    return { status: "skipped", reason };
  }
  return verdictOf([
    {
      sent: `${ran.toLocaleString("en-US")} batches of 1 to 3 spans with all kinds of attributes`,
      expected: "the same memory from one part to the next, to within 1 MiB",
      found: describe(ran, memoryBytes),
    },
  ]);
}

function describe(ran: number, memoryBytes: readonly number[]): string {
  const steps = memoryBytes.map((bytes) => `${(bytes / 1024 / 1024).toFixed(1)}`).join(", ");
  return `${ran.toLocaleString("en-US")} batches; MiB after each ${parts[memoryBytes.length] ?? "part"} of them: ${steps}`;
}

const parts: Readonly<Record<number, string>> = { 2: "half", 3: "third", 4: "fourth", 5: "fifth" };

function cutShort({ options }: Subject): string {
  const { batches, budgetMillis } = options.memoryRun;
  return ` (${batches.toLocaleString("en-US")} were wanted; the time of ${budgetMillis / 1000} s was up)`;
}
