import { readFile } from "node:fs/promises";
import { contractVersion, SpandockError } from "../contract/index.ts";
import { type Capability, inspectPlugin, type PluginReport, type Tool } from "../plugins/index.ts";
import { type Command, exitCode, parseCommandLine, usageError } from "./command.ts";
import { pluginFile } from "./plugin-file.ts";
import { formatError } from "./print-error.ts";

export const inspectCommand: Command = {
  name: "inspect",
  usage: "inspect FILE.wasm [--json]",
  summary:
    "shows what a plugin is and needs, without running it; exit code 1 when this agent would refuse it",
  async run(args, { stdout, stderr }) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean" } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw usageError(this, "expected one FILE.wasm");
    const report = inspectPlugin(await readWasm(file), file);
    stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(file, report));
    const { refusal } = report;
    if (refusal === undefined) return exitCode.good;
    if (!values.json) stderr.write(formatError(new SpandockError(refusal.code, refusal)));
    return exitCode.badInput;
  },
};

async function readWasm(file: string): Promise<Uint8Array> {
  return await readFile(pluginFile(file)).catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("PLUGIN_NOT_READABLE", {
      message: `${file}: ${cause.code ?? cause.message}`,
      cause,
    });
  });
}

function formatReport(file: string, report: PluginReport): string {
  const { kind, digest, sizeBytes, refusal } = report;
  const built = report.contractVersion === undefined ? "none" : report.contractVersion;
  const lines: (readonly [string, string])[] = [
    ["file", `${file} (${kind}, ${sizeBytes.toLocaleString("en-US")} bytes)`],
    ["digest", digest],
    [
      "contract",
      `${built}; this agent speaks ${contractVersion}: ${refusal === undefined ? "taken" : "refused"}`,
    ],
    ["written in", toolList(report.languages)],
    ["built with", toolList(report.tools)],
    ...report.capabilities.map(
      ({ name, imports, ...capability }) =>
        [`uses ${name}`, `${permissionText(capability)}: ${imports.join(", ")}`] as const,
    ),
    [
      "sections",
      report.sections.map(({ name, bytes }) => `${name} ${bytes.toLocaleString("en-US")}`).join(", "),
    ],
  ];
  const width = Math.max(...lines.map(([label]) => label.length)) + 2;
  return lines.map(([label, text]) => `${label.padEnd(width)}${text}\n`).join("");
}

function toolList(tools: readonly Tool[]): string {
  return tools.map(({ name, version }) => `${name} ${version}`.trim()).join(", ") || "unknown";
}

function permissionText({ granted, configKey }: Pick<Capability, "granted" | "configKey">): string {
  if (granted === "by-config") return `granted by ${configKey}`;
  return granted === "always" ? "always there" : "never granted";
}
