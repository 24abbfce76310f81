import type { RuleCondition, RuleConfig, Threshold } from "../../config/index.ts";

/** A rule's conditions as they are written in the config, such as `error_spans > 5% for 30s, service checkout`. */
export function describeRule({ conditions, selection }: RuleConfig): string {
  const { service, attributes } = selection;
  return [
    ...conditions.map((each) => `${describeCondition(each)} ${describeThreshold(each.threshold)}`),
    ...(service === undefined ? [] : [`service ${service}`]),
    // Their values may be someone's data, and this goes into the log.
    ...(attributes === undefined ? [] : [`attributes ${[...attributes.keys()].join(", ")}`]),
  ].join(", ");
}

/** What a condition is about, in the config's words. */
export function describeCondition(condition: RuleCondition): string {
  switch (condition.kind) {
    case "spans":
      return "spans";
    case "error-spans":
      return "error_spans";
    case "exporter-failures":
      return `exporter_failures of ${condition.exporter}`;
    default:
      return condition satisfies never;
  }
}

function describeThreshold({ comparison, value, unit, forMillis }: Threshold): string {
  const time = forMillis === 0 ? "" : ` for ${describeMillis(forMillis)}`;
  return `${comparison} ${value}${unit === "percent" ? "%" : "/s"}${time}`;
}

/** A duration as the config may have it, such as `1m30s`. */
export function describeMillis(millis: number): string {
  if (millis % 1_000 !== 0) return `${millis}ms`;
  const parts = [
    [Math.floor(millis / 3_600_000), "h"],
    [Math.floor(millis / 60_000) % 60, "m"],
    [(millis / 1_000) % 60, "s"],
  ] as const;
  const text = parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
  return text === "" ? "0s" : text;
}
