import { writeFileSync } from "node:fs";
import { projectRoot } from "./agent-child.ts";
import { runCase } from "./bench-case.ts";
import { type BenchOptions, parseBenchOptions, usage } from "./bench-options.ts";
import type { CaseResult } from "./case-result.ts";
import { benchCases } from "./cases/index.ts";
import { formatMarkdown } from "./format-markdown.ts";
import { formatTable } from "./format-table.ts";
import { describeMachine } from "./machine.ts";
import { mergeReports, type RunReport, readRunReport } from "./run-report.ts";
import { writeCharts } from "./write-charts.ts";

/** A case that fails costs none of the others. `onResults` sees the results of each as soon as they are there. */
async function measure(
  { rounds, isLong, chosen }: BenchOptions,
  onResults: (results: readonly CaseResult[]) => void,
): Promise<RunReport> {
  const report = { date: new Date().toISOString(), machine: describeMachine(projectRoot), rounds, isLong };
  const results: CaseResult[] = [];
  for (const benchCase of benchCases) {
    if (chosen.length > 0 && !chosen.some((part) => benchCase.name.includes(part))) continue;
    process.stderr.write(`${benchCase.name} …\n`);
    try {
      const some = await runCase(benchCase, { rounds, isLong });
      results.push(...some);
      onResults(some);
    } catch (error) {
      process.stderr.write(`${benchCase.name} failed: ${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
  return { ...report, results };
}

async function main(options: BenchOptions): Promise<void> {
  const print = (results: readonly CaseResult[]) => {
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
