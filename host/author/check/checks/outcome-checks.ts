import { guestText, maxGuestTextBytes } from "../../../sandbox/index.ts";
import { type Check, type Finding, verdictOf } from "../check.ts";
import { type BatchCase, marker } from "../subject/batch-case.ts";
import { allBatchCases } from "../subject/batches/index.ts";
import type { BatchAnswer } from "../subject/instance.ts";
import type { Subject } from "../subject/subject.ts";

interface Answered {
  readonly batchCase: BatchCase;
  readonly answer: BatchAnswer;
}

/** Makes a check that looks at every outcome that the batches of the group `batches` had. */
function outcomeCheck(
  check: Pick<Check, "id" | "title" | "why" | "fix">,
  judge: (answered: Answered) => Omit<Finding, "sent"> | undefined,
): Check {
  return {
    ...check,
    group: "outcomes",
    level: "error",
    async run(subject) {
      const answered = await answersOf(subject);
      const findings = answered.flatMap((each) => {
        const finding = judge(each);
        return finding === undefined ? [] : [{ sent: each.batchCase.sent, ...finding }];
      });
      return verdictOf(findings, `${answered.length} outcomes`);
    },
  };
}

export const outcomeRejectedSpans: Check = outcomeCheck(
  {
    id: "outcome-rejected-spans",
    title: "No outcome rejects more spans than there were",
    why: "rejected-spans is counted in the agent's metrics; it can't be more than the batch's span-count.",
    fix: "Count each span at most once, and start the count anew for each batch.",
  },
  ({ batchCase, answer }) => {
    if (answer.kind !== "accepted") return undefined;
    const { spanCount } = batchCase.make();
    if (answer.rejectedSpans <= spanCount) return undefined;
    return {
      expected: `rejected-spans of at most ${spanCount}`,
      found: `rejected-spans ${answer.rejectedSpans}`,
    };
  },
);

export const outcomeSaysWhy: Check = outcomeCheck(
  {
    id: "outcome-says-why",
    title: "A failure has a text that says why",
    why: "The text is what an operator sees in the log, beside the exporter's name.",
    fix: "Give retryable and permanent a text: what was tried, at which destination, and what it answered.",
  },
  ({ answer }) => {
    if (answer.kind === "accepted" || answer.message.trim() !== "") return undefined;
    return { expected: `${answer.kind} with a text`, found: `${answer.kind} with an empty text` };
  },
);

export const outcomeMessageBounded: Check = outcomeCheck(
  {
    id: "outcome-message-bounded",
    title: "The text of an outcome is of a length for people",
    why: `The agent cuts what is longer than ${maxGuestTextBytes} bytes; it is copied and logged for each batch.`,
    fix: "Cut what you quote of a destination's answer.",
  },
  ({ answer }) => {
    const bytes = Buffer.byteLength(answer.message ?? "");
    if (bytes <= maxGuestTextBytes) return undefined;
    return {
      expected: `a text of at most ${maxGuestTextBytes} bytes`,
      found: `${answer.kind} with ${bytes} bytes`,
    };
  },
);

const maxQuotedBytes = 200;

export const outcomeNoSpanData: Check = outcomeCheck(
  {
    id: "outcome-no-span-data",
    title: "No outcome's text holds data of a span",
    why: "Messages go to the agent's log and to dead letters' notes, which more people read than spans. The contract: no span data and no secrets.",
    fix: "Say what went wrong without quoting names, attributes or the bytes of the batch; a destination's answer may quote them, too.",
  },
  ({ answer }) => {
    const message = answer.message ?? "";
    const at = message.indexOf(marker);
    if (at < 0) return undefined;
    const around = message.slice(Math.max(0, at - 40), at + marker.length + 10);
    const quoted = guestText(around, maxQuotedBytes);
    return {
      expected: `no text with ${marker}, which stood in the spans`,
      found: `${answer.kind}: …${quoted}…`,
    };
  },
);

async function answersOf(subject: Subject): Promise<readonly Answered[]> {
  const answered: Answered[] = [];
  for (const batchCase of allBatchCases) {
    const reply = await subject.tryBatch(batchCase);
    if (reply.kind === "answer") answered.push({ batchCase, answer: reply.value });
  }
  return answered;
}
