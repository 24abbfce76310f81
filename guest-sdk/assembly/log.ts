import { LoweredText } from "./component/host-memory";
import { log } from "./imports/log";

/** Severity of a log line, lowest first. */
export enum LogLevel {
  /** Every step, for a debugging author. */
  Trace,
  /** What helps to find a fault. */
  Debug,
  /** What an operator wants to know of the usual course. */
  Info,
  /** Something is wrong, and work goes on. */
  Warn,
  /** Something failed. */
  Error,
  /** The plugin is about to trap: the agent takes the message as the reason. */
  Critical,
}

/** Key-value pairs beside the message of a log line. */
export class LogFields {
  /** @internal */
  readonly texts: string[] = [];

  /** Adds one pair, and gives the fields back for the next. */
  add(key: string, value: string): LogFields {
    this.texts.push(key);
    this.texts.push(value);
    return this;
  }
}

/**
 * The agent's log. Each line carries the exporter's name by itself; the agent cuts long messages and limits the rate.
 * Which levels are shown is the config's `service.telemetry.logs.level`. No secrets belong here.
 *
 * ```ts
 * Log.info("opened", new LogFields().add("path", "/out/a.jsonl").add("size", "0"));
 * ```
 */
export class Log {
  /** Writes one line at `LogLevel.Debug`. */
  static debug(message: string, fields: LogFields | null = null): void {
    Log.write(LogLevel.Debug, message, fields);
  }

  /** Writes one line at `LogLevel.Info`. */
  static info(message: string, fields: LogFields | null = null): void {
    Log.write(LogLevel.Info, message, fields);
  }

  /** Writes one line at `LogLevel.Warn`. */
  static warn(message: string, fields: LogFields | null = null): void {
    Log.write(LogLevel.Warn, message, fields);
  }

  /** Writes one line at `LogLevel.Error`. */
  static error(message: string, fields: LogFields | null = null): void {
    Log.write(LogLevel.Error, message, fields);
  }

  /** Writes one line at any level. */
  static write(level: LogLevel, message: string, fields: LogFields | null): void {
    const lowered = [new LoweredText(message)];
    if (fields !== null) {
      for (let i = 0; i < fields.texts.length; i++) lowered.push(new LoweredText(fields.texts[i]));
    }
    const count = lowered.length - 1;
    // A list of tuple<string, string>: address and length of every text, one after the other.
    const list = heap.alloc(max(<usize>count, 1) * 8);
    for (let i = 0; i < count; i++) {
      store<usize>(list + <usize>i * 8, lowered[i + 1].address);
      store<usize>(list + <usize>i * 8, lowered[i + 1].byteLength, 4);
    }
    log(level, lowered[0].address, lowered[0].byteLength, list, <usize>(count / 2));
    heap.free(list);
    for (let i = 0; i <= count; i++) lowered[i].free();
  }
}
