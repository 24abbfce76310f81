import { type LogFields, type Logger, logLevels } from "../contract/index.ts";

/** What a command has to say of plugins while it works, one plain line each, from `info` on: for people, not programs. */
export function createPlainLogger(stream: NodeJS.WritableStream, base: LogFields = {}): Logger {
  return {
    log(level, message, fields = {}) {
      if (logLevels.indexOf(level) < logLevels.indexOf("info")) return;
      const { exporter, ...rest } = { ...base, ...fields };
      const details = Object.entries(rest).map(([key, value]) => ` ${key}=${value}`);
      stream.write(
        `${level}: ${exporter === undefined ? "" : `${exporter}: `}${message}${details.join("")}\n`,
      );
    },
    child: (fields) => createPlainLogger(stream, { ...base, ...fields }),
  };
}
