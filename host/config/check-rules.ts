import type { RuleConfig } from "./agent-config.ts";
import type { ConfigContext } from "./config-context.ts";
import { nearestName } from "./nearest-name.ts";
import type { WrittenRule } from "./rules-schema.ts";

/** Looks up the exporters that rules name; no two rules may pull the same one both ways. */
export function checkRules(
  written: readonly WrittenRule[],
  exporters: readonly string[],
  { problems }: ConfigContext,
): readonly RuleConfig[] {
  const actions = new Map<string, RuleConfig["action"]>();
  for (const { names, action, exporter } of written) {
    for (const { value: name, at, path } of names) {
      if (exporters.includes(name)) continue;
      const expected = `a name under exporters: ${exporters.join(", ") || "there is none"}`;
      const near = nearestName(name, exporters);
      const fix = near === undefined ? "Define it under exporters." : `Write ${near} instead.`;
      problems.report({ at, path, expected, found: JSON.stringify(name), fix });
    }
    const before = actions.get(exporter) ?? action;
    actions.set(exporter, before);
    if (before === action) continue;
    const { at, path } = names[0]!;
    const expected = `rules that all ${before} ${exporter}`;
    problems.report({ at, path, expected, found: `one that would ${action} it` });
  }
  return written.map(({ names, ...rule }) => rule);
}
