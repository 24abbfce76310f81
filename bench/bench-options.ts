import { parseArgs } from "node:util";
import { projectRoot } from "./agent-child.ts";

export const usage = `usage: npm run bench -- [options] [CASE …]   (a case is chosen by a part of its name)
  --rounds N        counted rounds of each case (5)
  --long            growth and soak over as much as the marks ask for
  --json            prints everything for programs, and no table
  --save FILE       writes the same into a file
  --markdown FILE   writes a table of all results
  --charts          draws docs/performance/*.svg
  --charts-to DIR   draws them elsewhere
  --from FILE       measures nothing: takes what --json or --save wrote; several are put together`;

export interface BenchOptions {
  readonly rounds: number;
  readonly isLong: boolean;
  readonly isJson: boolean;
  readonly saveTo: string | undefined;
  readonly markdownTo: string | undefined;
  readonly chartsTo: string | undefined;
  readonly from: readonly string[];
  /** Parts of names; none for all cases. */
  readonly chosen: readonly string[];
}

/** @throws Error with a message for the user; `undefined` when only help is asked for */
export function parseBenchOptions(args: readonly string[]): BenchOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      long: { type: "boolean", default: false },
      rounds: { type: "string", default: "5" },
      save: { type: "string" },
      markdown: { type: "string" },
      charts: { type: "boolean", default: false },
      "charts-to": { type: "string" },
      from: { type: "string", multiple: true, default: [] },
      help: { type: "boolean" },
    },
  });
  if (values.help) return undefined;
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds: expected a whole number above 0, found ${values.rounds}`);
  }
  return {
    rounds,
    isLong: values.long,
    isJson: values.json,
    saveTo: values.save,
    markdownTo: values.markdown,
    chartsTo: values["charts-to"] ?? (values.charts ? `${projectRoot}docs/performance` : undefined),
    from: values.from,
    chosen: positionals,
  };
}
