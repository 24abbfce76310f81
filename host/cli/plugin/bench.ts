import { writeFile } from "node:fs/promises";
import { benchPlugin, formatBenchSvg, formatBenchTable, referenceFile } from "../../author/index.ts";
import { SpandockError } from "../../contract/index.ts";
import { readPluginFile } from "../../plugins/index.ts";
import { cacheDirectory } from "../cache-directory.ts";
import { type Command, exitCode, parseCommandLine } from "../command.ts";
import { pluginOptions, pluginUsage, readPluginUnderTest } from "./plugin-under-test.ts";

export const pluginBenchCommand: Command = {
  name: "bench",
  usage: `plugin bench ${pluginUsage} [--quick] [--real-dirs] [--json] [--svg FILE.svg]`,
  summary:
    "measures a plugin side by side with the reference exporter: time a call by batch size, and memory",
  async run(args, context) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: {
        ...pluginOptions,
        quick: { type: "boolean" },
        "real-dirs": { type: "boolean" },
        json: { type: "boolean" },
        svg: { type: "string" },
      },
    });
    const plugin = await readPluginUnderTest({ command: this, values, positionals, env: context.env });
    const report = await benchPlugin({
      ...plugin,
      reference: await readReference(),
      isQuick: values.quick ?? false,
      useRealDirectories: values["real-dirs"] ?? false,
      cacheDirectory: cacheDirectory(context.env),
    });
    context.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatBenchTable(report));
    if (values.svg !== undefined) await writeChart(values.svg, formatBenchSvg(report));
    return exitCode.good;
  },
};

/** It is part of the package; in a checkout it is there once everything was built. */
async function readReference(): Promise<Uint8Array> {
  const file = referenceFile();
  return await readPluginFile({ name: "the reference exporter", file }).catch((cause: unknown) => {
    throw new SpandockError("PLUGIN_NOT_READABLE", {
      message: `the reference exporter is missing: ${file}`,
      fix: "Build everything with npm run build, or install the package again.",
      cause,
    });
  });
}

async function writeChart(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("USAGE", {
      message: `--svg: ${file} can't be written: ${cause.code ?? cause.message}`,
      fix: "Name a file in a folder that is there and may be written.",
      cause,
    });
  });
}
