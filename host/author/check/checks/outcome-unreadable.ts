import { guestText } from "../../../sandbox/index.ts";
import { type Check, type Finding, verdictOf } from "../check.ts";
import { batchCases } from "../subject/batches/index.ts";

const maxQuotedBytes = 200;

export const outcomeUnreadableNotRetried: Check = {
  id: "outcome-unreadable-not-retried",
  group: "outcomes",
  title: "What can't be read is not asked for again",
  level: "warning",
  why: "The same bytes would come again and again until max_elapsed_time has passed, and fail each time.",
  fix: "Return permanent for a batch that can't be decoded; retryable is for what may pass.",
  async run(subject) {
    const good = await subject.tryBatch(batchCases["batch-one-span"][0]!);
    if (good.kind === "end" || good.value.kind === "retryable") {
      return {
        status: "skipped",
        reason: "it does not take good batches, either: its destination may be away",
      };
    }
    const findings: Finding[] = [];
    for (const batchCase of batchCases["batch-unreadable"]) {
      const reply = await subject.tryBatch(batchCase);
      if (reply.kind !== "answer" || reply.value.kind !== "retryable") continue;
      const found = `retryable: ${guestText(reply.value.message, maxQuotedBytes)}`;
      findings.push({ sent: batchCase.sent, expected: "permanent, or accepted unread", found });
    }
    return verdictOf(findings);
  },
};
