import type { RuleCondition, RuleConfig } from "../../config/index.ts";
import type { ExporterView } from "../../contract/index.ts";
import type { SpanCounts, SpanWatch } from "../../pipeline/index.ts";
import { Condition, type Counted } from "./condition.ts";
import { describeCondition, describeRule } from "./describe-rule.ts";

export interface RuleOptions {
  readonly config: RuleConfig;
  /** Of the rule's selection; undefined when no condition is about spans. */
  readonly watch: SpanWatch | undefined;
  readonly nowMillis: number;
}

interface Watched {
  readonly what: RuleCondition;
  readonly condition: Condition;
  /** Counters of the exporter as of the look before; undefined before the first. */
  before: Counted | undefined;
}

/** One rule: when it begins and when it ends. What follows from that is another's business. */
export class Rule {
  readonly config: RuleConfig;
  readonly text: string;
  readonly #watched: readonly Watched[];
  readonly #watch: SpanWatch | undefined;
  #sinceMillis: number | undefined;

  constructor({ config, watch, nowMillis }: RuleOptions) {
    this.config = config;
    this.text = describeRule(config);
    this.#watch = watch;
    this.#watched = config.conditions.map((what) => ({
      what,
      condition: new Condition(what.threshold, nowMillis),
      before: undefined,
    }));
  }

  get isActive(): boolean {
    return this.#sinceMillis !== undefined;
  }

  /** Looks at what happened since the look before; answers what this changes. */
  look(nowMillis: number, views: readonly ExporterView[]): "begins" | "ends" | undefined {
    const spans = this.#watch?.take();
    for (const watched of this.#watched) watched.condition.look(nowMillis, count(watched, spans, views));
    const conditions = this.#watched.map(({ condition }) => condition);
    if (this.#sinceMillis === undefined) {
      if (!conditions.every(({ holds }) => holds)) return undefined;
      this.#sinceMillis = nowMillis;
      return "begins";
    }
    const isOver = nowMillis - this.#sinceMillis >= this.config.holdMillis;
    if (!isOver || !conditions.some((each) => each.hasCleared(nowMillis))) return undefined;
    this.#sinceMillis = undefined;
    return "ends";
  }

  /** The figures as of the last look. */
  reason(): string {
    const texts = this.#watched.map(
      ({ what, condition }) => `${describeCondition(what)} ${condition.describe()}`,
    );
    return texts.join(", ");
  }

  stop(): void {
    this.#watch?.end();
  }
}

const nothing: Counted = { part: 0, whole: 0 };

function count(watched: Watched, spans: SpanCounts | undefined, views: readonly ExporterView[]): Counted {
  const { what } = watched;
  switch (what.kind) {
    case "spans":
      return spans === undefined ? nothing : { part: spans.matched, whole: spans.spans };
    case "error-spans":
      return spans === undefined ? nothing : { part: spans.errors, whole: spans.matched };
    case "exporter-failures":
      return countFailures(
        watched,
        views.find(({ name }) => name === what.exporter),
      );
    default:
      return what satisfies never;
  }
}

function countFailures(watched: Watched, view: ExporterView | undefined): Counted {
  if (view === undefined) return nothing;
  const { accepted, partlyRejected, retryable, permanent } = view.counters.outcomes;
  const part = retryable + permanent;
  const now = { part, whole: part + accepted + partlyRejected };
  const before = watched.before ?? now;
  watched.before = now;
  // An exporter that was removed and added again begins anew.
  if (now.whole < before.whole) return now;
  return { part: now.part - before.part, whole: now.whole - before.whole };
}
