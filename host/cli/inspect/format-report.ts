import { contractVersion } from "../../contract/index.ts";
import type { PluginReport } from "../../plugins/index.ts";
import { formatLines, type LabelledLine, permissionText, toolList } from "./report-lines.ts";

/** What `spandock inspect` shows of one file. */
export function formatReport(file: string, report: PluginReport): string {
  const { kind, digest, sizeBytes, refusal } = report;
  const built = report.contractVersion === undefined ? "none" : report.contractVersion;
  const lines: LabelledLine[] = [
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
  return formatLines(lines);
}
