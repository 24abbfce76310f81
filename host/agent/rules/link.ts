import type { RuleConfig } from "../../config/index.ts";
import type { ExporterControl, ExporterView } from "../../contract/index.ts";

export interface LinkOptions {
  readonly exporter: string;
  readonly action: RuleConfig["action"];
  readonly control: Pick<ExporterControl, "enable" | "disable">;
  /** Tells the operator, in the log and as an event. */
  readonly tell: (level: "info" | "error", message: string) => void;
}

/** A change that failed is tried again after this time. */
const retryMillis = 60_000;

/** What rules do to one exporter: done when the first of them begins, undone when the last has ended. */
export class Link {
  readonly #options: LinkOptions;
  /** Rules that hold now. */
  readonly #holders = new Set<object>();
  /** As the rules want it; true, too, when it was so without them. */
  #isDone = false;
  /** The rules did it, so they may undo it. */
  #isOwn = false;
  #isBusy = false;
  #retryAtMillis = Number.NEGATIVE_INFINITY;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get exporter(): string {
    return this.#options.exporter;
  }

  add(holder: object): void {
    this.#holders.add(holder);
    this.#retryAtMillis = Number.NEGATIVE_INFINITY;
  }

  remove(holder: object): void {
    this.#holders.delete(holder);
    this.#retryAtMillis = Number.NEGATIVE_INFINITY;
  }

  /** Does what is to be done now, if anything. `view` is the exporter as it is. */
  update(nowMillis: number, view: ExporterView | undefined): void {
    if (this.#isBusy) return;
    if (this.#isOwn && this.#isOtherwise(view)) this.#leaveAlone();
    const isWanted = this.#holders.size > 0;
    if (isWanted === this.#isDone || nowMillis < this.#retryAtMillis) return;
    if (isWanted || this.#isOwn) void this.#change(isWanted, nowMillis);
    else this.#isDone = false;
  }

  async #change(isWanted: boolean, nowMillis: number): Promise<void> {
    const { action, control, exporter, tell } = this.#options;
    const verb = isWanted ? action : opposite[action];
    this.#isBusy = true;
    try {
      const { kind } = await control[verb](exporter);
      this.#isDone = isWanted;
      this.#isOwn = isWanted && kind === "changed";
      tell("info", kind === "changed" ? `${verb}d by a rule` : `was ${verb}d already, and is left so`);
    } catch (error) {
      this.#retryAtMillis = nowMillis + retryMillis;
      const reason = error instanceof Error ? error.message : String(error);
      tell("error", `a rule could not ${verb} it, and tries again in ${retryMillis / 1_000} s: ${reason}`);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Someone has undone by hand what the rules did, or the exporter is gone. */
  #isOtherwise(view: ExporterView | undefined): boolean {
    if (view === undefined) return true;
    return (view.state === "disabled") === (this.#options.action === "enable");
  }

  #leaveAlone(): void {
    this.#isOwn = false;
    this.#options.tell("info", "was changed by hand, and is left so by the rules");
  }
}

const opposite = { enable: "disable", disable: "enable" } as const;
