import { guestText } from "../../../sandbox/index.ts";
import { type Check, type Finding, verdictOf } from "../check.ts";
import { marker } from "../subject/batch-case.ts";
import { allBatchCases } from "../subject/batches/index.ts";
import { markedLine } from "../subject/instance.ts";

const maxQuotedBytes = 200;

export const logNoSpanData: Check = {
  id: "log-no-span-data",
  group: "outcomes",
  title: "No line of its log holds data of a span",
  level: "warning",
  why: "The agent's log is kept longer, and read by more people, than spans are. An exporter that prints spans on purpose is fine: then this tells that it does.",
  fix: "Log counts and reasons, not names and attributes.",
  async run(subject) {
    const findings: Finding[] = [];
    for (const batchCase of allBatchCases) {
      const { lines } = await subject.tryBatch(batchCase);
      const line = markedLine(lines);
      if (line === undefined) continue;
      const at = line.text.indexOf(marker);
      const around = line.text.slice(Math.max(0, at - 40), at + marker.length + 10);
      const found = `${line.level}: …${guestText(around, maxQuotedBytes)}…`;
      findings.push({
        sent: batchCase.sent,
        expected: `no line with ${marker}, which stood in the spans`,
        found,
      });
    }
    return verdictOf(findings);
  },
};
