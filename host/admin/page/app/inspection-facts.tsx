import type { Inspection, Tool } from "./api-types.ts";
import { byteText } from "./format.ts";

/** What a file is, as told by its bytes; nothing of it has run. */
export function InspectionFacts({
  file,
  inspection,
}: {
  readonly file: File;
  readonly inspection: Inspection;
}) {
  const rows: readonly (readonly [string, string])[] = [
    ["File", `${file.name}, ${byteText(inspection.sizeBytes)}`],
    ["Contract", inspection.contractVersion ?? "none"],
    ["Written in", toolText(inspection.languages)],
    ["Built with", toolText(inspection.tools)],
    ["Digest", inspection.digest],
  ];
  return (
    <dl class="facts">
      {rows.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class={label === "Digest" ? "mono" : ""}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

const toolText = (tools: readonly Tool[] = []) =>
  tools.map(({ name, version }) => `${name} ${version}`.trim()).join(", ") || "unknown";
