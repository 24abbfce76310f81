import { Rules } from "../../../host/agent/rules/rules.ts";
import type { RuleConfig } from "../../../host/config/index.ts";
import { parseThreshold } from "../../../host/config/parse-threshold.ts";
import type { ExporterEvent, ExporterView, SpandockError } from "../../../host/contract/index.ts";
import type { SpanCounts } from "../../../host/pipeline/index.ts";
import { FakeClock } from "../../pipeline/fake-clock.ts";
import { CollectingLogger } from "../../pipeline/set-up.ts";

type State = "ready" | "disabled";

/** Exporters that are enabled and disabled at once, with a note of each call. */
export class FakeControl {
  readonly calls: string[] = [];
  readonly states = new Map<string, State>();
  readonly outcomes = { accepted: 0, partlyRejected: 0, retryable: 0, permanent: 0 };
  failure: SpandockError | undefined;

  constructor(states: Readonly<Record<string, State>>) {
    for (const [name, state] of Object.entries(states)) this.states.set(name, state);
  }

  list(): readonly ExporterView[] {
    return [...this.states].map(
      ([name, state]) =>
        ({ name, state, counters: { outcomes: { ...this.outcomes } } }) as unknown as ExporterView,
    );
  }

  enable = (name: string) => this.#change("enable", name, "ready");
  disable = (name: string) => this.#change("disable", name, "disabled");

  async #change(verb: string, exporter: string, state: State) {
    this.calls.push(`${verb} ${exporter}`);
    if (this.failure !== undefined) throw this.failure;
    const kind = this.states.get(exporter) === state ? ("unchanged" as const) : ("changed" as const);
    this.states.set(exporter, state);
    return { kind, exporter, message: "" };
  }
}

export const errorsRule = (more: Partial<RuleConfig> = {}): RuleConfig => ({
  conditions: [{ kind: "error-spans", threshold: parseThreshold("> 50% for 3s")! }],
  selection: { service: undefined, attributes: undefined },
  action: "enable",
  exporter: "incidents",
  holdMillis: 60_000,
  ...more,
});

export async function setUp(rules: readonly RuleConfig[], states: Readonly<Record<string, State>>) {
  const clock = new FakeClock();
  const logger = new CollectingLogger();
  const control = new FakeControl(states);
  const events: ExporterEvent[] = [];
  /** What each look finds; the same for every selection. */
  let perSecond: SpanCounts = { spans: 0, matched: 0, errors: 0 };
  const ended: unknown[] = [];
  const sampler = {
    watch: (selection: unknown) => ({ take: () => perSecond, end: () => void ended.push(selection) }),
  };
  const agent = new Rules({ rules, control, sampler, emit: (event) => events.push(event), logger, clock });
  await agent.start();
  return {
    agent,
    clock,
    control,
    events,
    logger,
    ended,
    /** Lets seconds pass with 10 spans in each, of which so many are errors. */
    async seconds(count: number, errors: number) {
      perSecond = { spans: 10, matched: 10, errors };
      for (let second = 0; second < count; second += 1) await clock.advance(1_000);
    },
  };
}
