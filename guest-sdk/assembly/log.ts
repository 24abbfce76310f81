import { LoweredText } from "./component/host-memory";
import { log } from "./imports/log";

/** Severity of a log line, lowest first. */
export enum LogLevel {
  Trace,
  Debug,
  Info,
  Warn,
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

/** The agent's log. Each line carries the exporter's name by itself. No secrets belong here. */
export class Log {
  static debug(message: string, fields: LogFields | null = null): void {
    Log.write(LogLevel.Debug, message, fields);
  }

  static info(message: string, fields: LogFields | null = null): void {
    Log.write(LogLevel.Info, message, fields);
  }

  static warn(message: string, fields: LogFields | null = null): void {
    Log.write(LogLevel.Warn, message, fields);
  }

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
