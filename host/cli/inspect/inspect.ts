import { readFile } from "node:fs/promises";
import { SpandockError } from "../../contract/index.ts";
import { compareReports, inspectPlugin, type PluginReport } from "../../plugins/index.ts";
import { type Command, exitCode, parseCommandLine, usageError } from "../command.ts";
import { pluginFile } from "../plugin-file.ts";
import { formatError } from "../print-error.ts";
import { formatDiff } from "./format-diff.ts";
import { formatReport } from "./format-report.ts";

export const inspectCommand: Command = {
  name: "inspect",
  usage: "inspect FILE.wasm [NEWER.wasm] [--json]",
  summary:
    "shows what a plugin is and needs, or what a newer version of it changes, without running it; exit code 1 when this agent would refuse it",
  async run(args, { stdout, stderr }) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean" } },
    });
    const [file, newer, ...more] = positionals;
    if (file === undefined || more.length > 0) throw usageError(this, "expected one FILE.wasm, or two");
    const print = (data: unknown, text: () => string) =>
      stdout.write(values.json ? `${JSON.stringify(data, null, 2)}\n` : text());
    const report = await inspect(file);
    if (newer === undefined) {
      print(report, () => formatReport(file, report));
      return judge(report);
    }
    const after = await inspect(newer);
    const diff = compareReports(report, after);
    print({ before: report, after, diff }, () => formatDiff({ file, newer, diff }));
    return judge(after);

    /** Of two, the newer one counts: it is the one that would be taken. */
    function judge({ refusal }: PluginReport): number {
      if (refusal === undefined) return exitCode.good;
      if (!values.json) stderr.write(formatError(new SpandockError(refusal.code, refusal)));
      return exitCode.badInput;
    }
  },
};

async function inspect(file: string): Promise<PluginReport> {
  return inspectPlugin(await readWasm(file), file);
}

async function readWasm(file: string): Promise<Uint8Array> {
  return await readFile(pluginFile(file)).catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("PLUGIN_NOT_READABLE", {
      message: `${file}: ${cause.code ?? cause.message}`,
      cause,
    });
  });
}
