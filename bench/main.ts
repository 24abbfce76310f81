import { parseArgs } from "node:util";
import { type BenchCase, runCase } from "./bench-case.ts";
import type { CaseOutcome } from "./case-outcome.ts";
import { benchCases } from "./cases/index.ts";
import { formatTable } from "./format-table.ts";
import { httpGenerator } from "./http-load.ts";
import { collectorVersion, findCollector } from "./peers/collector-child.ts";

const usage =
  "usage: npm run bench -- [--json] [--rounds N] [--long] [CASE …]   (a case is chosen by a part of its name)";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean" },
    long: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    help: { type: "boolean" },
  },
});
const rounds = Number(values.rounds);
const isChosen = ({ name }: BenchCase) =>
  positionals.length === 0 || positionals.some((part) => name.includes(part));

if (values.help || !Number.isInteger(rounds) || rounds < 1) {
  console.error(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const all: CaseOutcome[] = [];
  const collector = await findCollector();
  const collectorShown = collector === undefined ? "not built" : collectorVersion(collector);
  process.stderr.write(`load over HTTP: ${httpGenerator}; OpenTelemetry Collector: ${collectorShown}\n`);
  for (const benchCase of benchCases.filter(isChosen)) {
    process.stderr.write(`${benchCase.name} …\n`);
    const results = await runCase(benchCase, { rounds, isLong: values.long });
    all.push(...results);
    if (!values.json) console.log(`${formatTable(results)}\n`);
  }
  if (values.json)
    console.log(
      JSON.stringify(
        { node: process.version, httpGenerator, collector: collectorShown, rounds, results: all },
        null,
        2,
      ),
    );
}
