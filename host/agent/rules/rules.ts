import type { RuleConfig } from "../../config/index.ts";
import type {
  Clock,
  ExporterControl,
  ExporterEvent,
  LogFields,
  Logger,
  LogLevel,
  Service,
  Timer,
} from "../../contract/index.ts";
import type { SpanSampler } from "../../pipeline/index.ts";
import { Link } from "./link.ts";
import { Rule } from "./rule.ts";

export interface RulesOptions {
  readonly rules: readonly RuleConfig[];
  readonly control: Pick<ExporterControl, "list" | "enable" | "disable">;
  readonly sampler: Pick<SpanSampler, "watch">;
  /** Takes the events that subscribers of the control hear. */
  readonly emit: (event: ExporterEvent) => void;
  readonly logger: Logger;
  readonly clock: Clock;
}

const lookIntervalMillis = 1_000;

/** Looks at the agent's counters once a second, and enables and disables exporters as the config's rules say. */
export class Rules implements Service {
  readonly #options: RulesOptions;
  readonly #rules: readonly Rule[];
  readonly #links = new Map<string, Link>();
  #timer: Timer | undefined;

  constructor(options: RulesOptions) {
    this.#options = options;
    const { rules, clock, sampler } = options;
    this.#rules = rules.map((config) => {
      const isAboutSpans = config.conditions.some(({ kind }) => kind !== "exporter-failures");
      const watch = isAboutSpans ? sampler.watch(config.selection) : undefined;
      return new Rule({ config, watch, nowMillis: clock.monotonic() });
    });
    for (const { exporter, action } of rules) this.#links.set(exporter, this.#createLink(exporter, action));
  }

  async start(): Promise<void> {
    this.#wait();
  }

  /** Looks no more. Exporters stay as they are; a change that was begun goes on. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const rule of this.#rules) rule.stop();
  }

  #wait(): void {
    if (this.#rules.length === 0) return;
    this.#timer = this.#options.clock.after(lookIntervalMillis, () => {
      this.#wait();
      this.#look();
    });
  }

  #look(): void {
    const { control, clock } = this.#options;
    const nowMillis = clock.monotonic();
    const views = control.list();
    for (const rule of this.#rules) {
      const change = rule.look(nowMillis, views);
      if (change === undefined) continue;
      const { exporter, action } = rule.config;
      const link = this.#links.get(exporter)!;
      const fields = { rule: rule.text, reason: rule.reason() };
      if (change === "begins") {
        link.add(rule);
        this.#tell(exporter, "warn", `a rule begins, to ${action} it`, fields);
      } else {
        link.remove(rule);
        this.#tell(exporter, "info", "a rule ends", fields);
      }
    }
    for (const link of this.#links.values()) {
      link.update(
        nowMillis,
        views.find(({ name }) => name === link.exporter),
      );
    }
  }

  #createLink(exporter: string, action: RuleConfig["action"]): Link {
    const { control } = this.#options;
    const tell = (level: LogLevel, message: string) => this.#tell(exporter, level, message);
    return new Link({ exporter, action, control, tell });
  }

  #tell(exporter: string, level: LogLevel, message: string, fields: LogFields = {}): void {
    const { logger, emit, clock } = this.#options;
    logger.log(level, message, { exporter, ...fields });
    const { rule, reason } = fields;
    const shown = rule === undefined ? message : `${message}: ${rule}; ${reason}`;
    emit({ atMillis: clock.now(), exporter, kind: "rule", message: shown });
  }
}
