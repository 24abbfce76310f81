/** Severities, lowest first: those of the contract's `log` interface. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "critical"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Values beside a message. Never span data, never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Where the agent's lines go. `child` adds fields to each line. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

/** Drops every line. */
export const silentLogger: Logger = {
  log() {},
  child: () => silentLogger,
};
