import { type Check, type Finding, type Verdict, verdictOf } from "../check.ts";
import { type ConfigCheckId, configCases } from "../subject/config-case.ts";
import type { Subject } from "../subject/subject.ts";

export interface ConfigCheckOptions extends Pick<Check, "title" | "why" | "fix"> {
  readonly id: ConfigCheckId;
}

/** A check that a plugin answers to configs of one kind, by exporters or by an `err`: either is good. */
export function configCheck(options: ConfigCheckOptions): Check {
  return {
    ...options,
    group: "config",
    level: "error",
    run: (subject) => answersAll(subject, options.id),
  };
}

async function answersAll(subject: Subject, id: ConfigCheckId): Promise<Verdict> {
  const findings: Finding[] = [];
  const notes: string[] = [];
  for (const configCase of configCases(subject.options.config)[id]) {
    const reply = await subject.tryConfig(configCase);
    if (reply.kind === "answer") {
      notes.push(reply.value.kind === "made" ? "taken" : "refused");
      continue;
    }
    const expected = "exporters, or an err with a text that says what is wrong";
    findings.push({ sent: configCase.sent, expected, found: subject.describeEnd(reply.end) });
    // The others are likely to hang as long.
    if (reply.end.kind === "hang") break;
  }
  return verdictOf(findings, [...new Set(notes)].join(", "));
}
