import type { LogLevel } from "../../contract/index.ts";
import { type DeniedUse, guestText } from "../../sandbox/index.ts";
import type { CallProgress } from "./call-progress.ts";
import type { FromWorker } from "./messages.ts";

const linesPerSecond = 100;
const burstLines = 200;
const maxMessageBytes = 8 * 1024;
const maxFields = 32;
const maxKeyBytes = 128;
const maxValueBytes = 1024;
const maxDeniedRemembered = 256;

export interface LogGateOptions {
  readonly post: (message: FromWorker) => void;
  readonly progress: CallProgress;
  /** Milliseconds on a clock that never jumps. */
  readonly monotonic: () => number;
}

/**
 * Between a guest's log and the agent's: cuts long lines, and lets 100 a second through after a burst of 200. What is
 * dropped is counted, and reported by one line as soon as there is room for it. Stands in the worker, so that a
 * flood costs the agent nothing.
 */
export class LogGate {
  readonly #options: LogGateOptions;
  #tokens = burstLines;
  #filledAt: number;
  #lastWords: string | undefined;
  readonly #denied = new Set<string>();

  constructor(options: LogGateOptions) {
    this.#options = options;
    this.#filledAt = options.monotonic();
  }

  /** Takes one line of the guest. */
  write(level: LogLevel, message: string, fields: readonly (readonly [string, string])[] = []): void {
    const text = guestText(message, maxMessageBytes);
    const kept = fieldsOf(fields);
    if (level === "critical") this.#lastWords = withFields(text, kept);
    this.#pass({ kind: "log", level, message: text, fields: kept });
  }

  /** Takes one use of a capability that was refused. The same use is told once in a worker's life. */
  deny({ asked, grant }: DeniedUse): void {
    if (this.#denied.has(asked)) return;
    if (this.#denied.size < maxDeniedRemembered) this.#denied.add(asked);
    const message = `the plugin was denied: ${guestText(asked, maxMessageBytes)}`;
    this.#pass({ kind: "log", level: "warn", message, fields: grant === undefined ? {} : { grant } });
  }

  /** Reports dropped lines when there are any and there is room; called after each call of the guest, too. */
  reportDropped(): void {
    this.#fill();
    if (this.#tokens < 1) return;
    const dropped = this.#options.progress.takeDroppedLines();
    if (dropped === 0) return;
    this.#tokens -= 1;
    this.#options.post({
      kind: "log",
      level: "warn",
      message: `${dropped} log lines of the plugin were dropped: more than ${linesPerSecond} a second`,
      fields: {},
    });
  }

  /** Forgets what was said in earlier calls. */
  beginCall(): void {
    this.#lastWords = undefined;
  }

  /** The last `critical` line of this call, dropped or not. */
  get lastWords(): string | undefined {
    return this.#lastWords;
  }

  #pass(line: FromWorker): void {
    this.#fill();
    if (this.#tokens < 1) {
      this.#options.progress.countDroppedLine();
      return;
    }
    this.#tokens -= 1;
    this.reportDropped();
    this.#options.post(line);
  }

  #fill(): void {
    const now = this.#options.monotonic();
    this.#tokens = Math.min(burstLines, this.#tokens + ((now - this.#filledAt) / 1000) * linesPerSecond);
    this.#filledAt = now;
  }
}

/** Keys get a prefix, so that a guest can't pass its fields off as the agent's own. */
function fieldsOf(fields: readonly (readonly [string, string])[]): Record<string, string> {
  const kept = fields
    .slice(0, maxFields)
    .map(([key, value]) => [`plugin.${guestText(key, maxKeyBytes)}`, guestText(value, maxValueBytes)]);
  if (fields.length > maxFields) kept.push(["plugin.fieldsDropped", String(fields.length - maxFields)]);
  return Object.fromEntries(kept);
}

function withFields(message: string, fields: Readonly<Record<string, string>>): string {
  const file = fields["plugin.file"];
  if (file === undefined) return message;
  const place = [file, fields["plugin.line"], fields["plugin.column"]].filter((part) => part !== undefined);
  return `${message} (${place.join(":")})`;
}
