import { writeFileSync } from "node:fs";
import { projectRoot } from "./agent-child.ts";
import { runCase } from "./bench-case.ts";
import { type BenchOptions, parseBenchOptions, usage } from "./bench-options.ts";
import type { CaseOutcome } from "./case-outcome.ts";
import { benchCases } from "./cases/index.ts";
import { formatMarkdown } from "./format-markdown.ts";
import { formatTable } from "./format-table.ts";
import { httpGenerator } from "./http-load.ts";
import { describeMachine } from "./machine.ts";
import { collectorVersion, findCollector } from "./peers/collector-child.ts";
import { mergeReports, type RunReport, readRunReport } from "./run-report.ts";
import { writeCharts } from "./write-charts.ts";

/** A case that fails costs none of the others. `onResults` sees the results of each as soon as they are there. */
async function measure(
  { rounds, isLong, chosen }: BenchOptions,
  onResults: (results: readonly CaseOutcome[]) => void,
): Promise<RunReport> {
  const collector = await findCollector();
  const others = {
    "load over HTTP": httpGenerator,
    "OpenTelemetry Collector": collector === undefined ? "not built" : collectorVersion(collector),
  };
  for (const [name, version] of Object.entries(others)) process.stderr.write(`${name}: ${version}\n`);
  const machine = describeMachine(projectRoot, others);
  const report = { date: new Date().toISOString(), machine, rounds, isLong };
  const results: CaseOutcome[] = [];
  for (const benchCase of benchCases) {
    if (chosen.length > 0 && !chosen.some((part) => benchCase.name.includes(part))) continue;
    process.stderr.write(`${benchCase.name} …\n`);
    const some = await runCase(benchCase, { rounds, isLong });
    if (some.some((outcome) => "failed" in outcome)) process.exitCode = 1;
    results.push(...some);
    onResults(some);
  }
  return { ...report, results };
}

async function main(options: BenchOptions): Promise<void> {
  const print = (results: readonly CaseOutcome[]) => {
    if (!options.isJson) console.log(`${formatTable(results)}\n`);
  };
  const isDrawnAgain = options.from.length > 0;
  const report = isDrawnAgain ? mergeReports(options.from.map(readRunReport)) : await measure(options, print);
  if (isDrawnAgain) print(report.results);
  const json = JSON.stringify(report, null, 2);
  if (options.isJson) console.log(json);
  if (options.saveTo !== undefined) writeFileSync(options.saveTo, `${json}\n`);
  if (options.markdownTo !== undefined) writeFileSync(options.markdownTo, formatMarkdown(report));
  if (options.chartsTo !== undefined) {
    for (const path of writeCharts(report, options.chartsTo)) process.stderr.write(`${path}\n`);
  }
}

function parsed(): BenchOptions | undefined {
  try {
    const options = parseBenchOptions(process.argv.slice(2));
    if (options === undefined) console.error(usage);
    return options;
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

const options = parsed();
if (options !== undefined) await main(options);
