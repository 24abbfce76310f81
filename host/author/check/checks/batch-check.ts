import { type Check, type Finding, type Verdict, verdictOf } from "../check.ts";
import { type BatchCheckId, batchCases } from "../subject/batches/index.ts";
import type { Subject } from "../subject/subject.ts";

export interface BatchCheckOptions extends Pick<Check, "title" | "why" | "fix"> {
  readonly id: BatchCheckId;
}

/** A check that a plugin answers to batches of one kind, by any outcome. */
export function batchCheck(options: BatchCheckOptions): Check {
  return {
    ...options,
    group: "batches",
    level: "error",
    run: (subject) => answersAll(subject, options.id),
  };
}

async function answersAll(subject: Subject, id: BatchCheckId): Promise<Verdict> {
  const findings: Finding[] = [];
  const notes = new Set<string>();
  for (const batchCase of batchCases[id]) {
    const reply = await subject.tryBatch(batchCase);
    if (reply.kind === "answer") {
      notes.add(reply.value.kind);
      continue;
    }
    const expected = "an outcome: accepted, retryable or permanent";
    findings.push({ sent: batchCase.sent, expected, found: subject.describeEnd(reply.end) });
    if (reply.end.kind === "hang") break;
  }
  return verdictOf(findings, [...notes].join(", "));
}
