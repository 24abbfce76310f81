import type { Capability, Change, PluginDiff } from "../../plugins/index.ts";
import { formatLines, type LabelledLine, permissionText, toolList } from "./report-lines.ts";

export interface ShownDiff {
  readonly file: string;
  readonly newer: string;
  readonly diff: PluginDiff;
}

/** What `spandock inspect A B` shows: first what the newer one can do that the older one could not. */
export function formatDiff({ file, newer, diff }: ShownDiff): string {
  if (diff.sameFile) return `${newer} is the same as ${file}, byte by byte\n`;
  const { sizeBytes, contractVersion, languages, tools, sections } = diff;
  const lines: LabelledLine[] = [
    ["older", file],
    ["newer", newer],
    ...diff.newCapabilities.map((each): LabelledLine => ["NEW", capabilityText(each, diff.newImports)]),
    ...diff.lostCapabilities.map((each): LabelledLine => ["gone", capabilityText(each, diff.lostImports)]),
    ...rest(diff.newImports, diff.newCapabilities).map((name): LabelledLine => ["+ import", name]),
    ...rest(diff.lostImports, diff.lostCapabilities).map((name): LabelledLine => ["- import", name]),
    ...(diff.newImports.length + diff.lostImports.length === 0
      ? [["imports", "the same"] satisfies LabelledLine]
      : []),
    ...(contractVersion === undefined
      ? []
      : [
          [
            "contract",
            `${contractVersion.before ?? "none"} -> ${contractVersion.after ?? "none"}`,
          ] satisfies LabelledLine,
        ]),
    ...(languages === undefined
      ? []
      : [
          [
            "written in",
            `${toolList(languages.before)} -> ${toolList(languages.after)}`,
          ] satisfies LabelledLine,
        ]),
    ...(tools === undefined
      ? []
      : [["built with", `${toolList(tools.before)} -> ${toolList(tools.after)}`] satisfies LabelledLine]),
    ["size", bytesText(sizeBytes)],
    ...sections.map(({ name, ...change }): LabelledLine => [`  ${name}`, bytesText(change)]),
  ];
  return formatLines(lines);
}

function capabilityText(capability: Capability, changed: readonly string[]): string {
  const imports = capability.imports.filter((name) => changed.includes(name));
  return `${capability.name} (${permissionText(capability)}): ${imports.join(", ")}`;
}

/** The imports that no capability of the list has named already. */
function rest(imports: readonly string[], capabilities: readonly Capability[]): string[] {
  return imports.filter((name) => !capabilities.some((each) => each.imports.includes(name)));
}

function bytesText({ before, after }: Change<number>): string {
  const count = (bytes: number) => bytes.toLocaleString("en-US");
  const sign = after >= before ? "+" : "-";
  return `${count(before)} -> ${count(after)} bytes (${sign}${count(Math.abs(after - before))})`;
}
