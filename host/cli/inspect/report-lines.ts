import type { Capability, Tool } from "../../plugins/index.ts";

/** What it is about, and what there is to say. */
export type LabelledLine = readonly [label: string, text: string];

/** In two columns. */
export function formatLines(lines: readonly LabelledLine[]): string {
  const width = Math.max(...lines.map(([label]) => label.length)) + 2;
  return lines.map(([label, text]) => `${label.padEnd(width)}${text}\n`).join("");
}

/** Names with their versions. */
export function toolList(tools: readonly Tool[]): string {
  return tools.map(({ name, version }) => `${name} ${version}`.trim()).join(", ") || "unknown";
}

/** Whether the config grants it. */
export function permissionText({ granted, configKey }: Pick<Capability, "granted" | "configKey">): string {
  if (granted === "by-config") return `granted by ${configKey}`;
  return granted === "always" ? "always there" : "never granted";
}
