import type { RuleCondition, RuleConfig } from "./agent-config.ts";
import { type ConfigValue, entriesOf, keyAt } from "./config-value.ts";
import { parseThreshold } from "./parse-threshold.ts";
import { entries, list, object } from "./read-collections.ts";
import { parsed, text } from "./read-scalars.ts";
import { duration } from "./read-units.ts";
import { type Located, located, mapped, type Reader } from "./reader.ts";

const threshold = parsed("a threshold such as > 5% for 30s or > 100/s", parseThreshold);

const attributeValue = parsed("a text, a number, true or false", (read) => read || undefined, {
  numbers: true,
  booleans: true,
});

/** One bit each in the walk over a batch, with one for the service. */
const maxAttributes = 30;

const action = parsed("enable or disable and the name of an exporter, such as enable incidents", (read) => {
  const [, verb, exporter] = /^(enable|disable) +(\S+)$/.exec(read) ?? [];
  return verb === undefined ? undefined : { verb: verb as "enable" | "disable", exporter: exporter! };
});

/** What is done, and for how long. Both may stand beside `when` or in it: a rule reads well either way. */
const consequence = {
  // biome-ignore lint/suspicious/noThenProperty: the config's own word; nobody awaits it
  then: located(action),
  for: located(duration),
};

const when = object(
  {
    error_spans: threshold,
    spans: threshold,
    exporter_failures: entries("a map of exporters and thresholds", located(threshold).read),
    service: text("a service's name"),
    attributes: entries("a map of attributes and values", attributeValue.read),
    ...consequence,
  },
  {
    advice: { attribute: "Write attributes: { KEY: VALUE }." },
  },
);

/** A rule with the places of the names in it, which are not looked up yet. */
export interface WrittenRule extends RuleConfig {
  readonly names: readonly Located<string>[];
}

const rule: Reader<WrittenRule> = mapped(
  object({ when: located(when), ...consequence }, { required: { when: "a map of conditions" } }),
  (raw, value) => {
    if (raw.when === undefined) return undefined;
    const { error_spans, spans, exporter_failures, service, attributes, ...inside } = raw.when.value;
    const then = onlyOne(value, "then", raw.then, inside.then);
    const hold = onlyOne(value, "for", raw.for, inside.for);
    if (then === undefined) {
      // One that is written but wrong was reported where it stands.
      if (!isWritten(value, "then")) {
        const expected = "enable or disable, and the name of an exporter";
        const path = `${value.path}.then`;
        value.context.problems.report({ at: raw.when.at, path, expected, found: "no such key" });
      }
      return undefined;
    }
    const failures = [...(exporter_failures ?? [])];
    const conditions: RuleCondition[] = [
      ...(error_spans ? [{ kind: "error-spans" as const, threshold: error_spans }] : []),
      ...(spans ? [{ kind: "spans" as const, threshold: spans }] : []),
      ...failures.map(([exporter, each]) => ({
        kind: "exporter-failures" as const,
        exporter,
        threshold: each.value,
      })),
    ];
    const { verb, exporter } = then.value;
    return {
      conditions,
      selection: { service, attributes },
      action: verb,
      exporter,
      holdMillis: hold?.value ?? 0,
      names: [
        { value: exporter, at: then.at, path: then.path },
        ...failures.map(([value, { at, path }]) => ({ value, at, path })),
      ],
    };
  },
);

/** The one of two places where a key is written; both at once is a problem. */
function onlyOne<T>(
  { context }: ConfigValue,
  key: string,
  beside: Located<T> | undefined,
  inside: Located<T> | undefined,
): Located<T> | undefined {
  if (beside !== undefined && inside !== undefined) {
    const expected = `${key} once, beside when or in it`;
    context.problems.report({ at: inside.at, path: inside.path, expected, found: "both" });
  }
  return beside ?? inside;
}

function isWritten(rule: ConfigValue, key: string): boolean {
  const written = entriesOf(rule) ?? [];
  const inside = written.filter((entry) => entry.key === "when").flatMap((entry) => entriesOf(entry) ?? []);
  return [...written, ...inside].some((entry) => entry.key === key);
}

const sensibleRule: Reader<WrittenRule> = mapped(rule, (read, value) => {
  const place = entriesOf(value)?.find(({ key }) => key === "when") ?? value;
  const { context } = value;
  const report = (expected: string, found: string) =>
    context.problems.report({ at: keyAt(place), path: place.path, expected, found });
  const { conditions, selection } = read;
  const isNarrowed = selection.service !== undefined || selection.attributes !== undefined;
  const ofSpans = conditions.filter(({ kind }) => kind !== "exporter-failures");
  // A condition that is written but wrong was reported where it stands.
  const hasConditions = entriesOf(place)?.some(({ key }) => /spans$|^exporter_failures$/.test(key));
  if (conditions.length === 0 && !hasConditions) {
    report("error_spans, spans or exporter_failures", "none of them");
  } else if (isNarrowed && ofSpans.length === 0 && conditions.length > 0) {
    report("error_spans or spans beside service and attributes, which narrow them", "neither");
  }
  const share = ofSpans.find((each) => each.kind === "spans" && each.threshold.unit === "percent");
  if (share !== undefined && !isNarrowed) {
    report("service or attributes beside a share of spans", "neither, so that it is all of them");
  }
  if ((selection.attributes?.size ?? 0) > maxAttributes) {
    report(`at most ${maxAttributes} attributes`, `${selection.attributes!.size} of them`);
  }
  return read;
});

/** The config's `service.rules`. */
export const rules = list("rules", sensibleRule);
