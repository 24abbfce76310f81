import { type LogFields, type Logger, type LogLevel, logLevels } from "../contract/index.ts";

/** One line that a plugin logged, or that its runtime has to say of it. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that hands every line to one function. */
export function lineLogger(onLog: (line: LogLine) => void, base: LogFields = {}): Logger {
  return {
    log: (level, message, fields = {}) => onLog({ level, message, fields: { ...base, ...fields } }),
    child: (fields) => lineLogger(onLog, { ...base, ...fields }),
  };
}

/** What becomes of lines that nobody asked for: warnings and worse go to `console.warn`. */
export function warnOnConsole({ level, message, fields }: LogLine): void {
  if (logLevels.indexOf(level) < logLevels.indexOf("warn")) return;
  console.warn(`spandock: ${level}: ${message}`, fields);
}
