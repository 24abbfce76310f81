import { createRequire } from "node:module";
import { type Logger as Pino, pino, stdSerializers } from "pino";
import type * as PinoPretty from "pino-pretty";
import type { LogFields, Logger, LogLevel } from "../contract/index.ts";

export interface LoggerOptions {
  /** Where lines go. A terminal gets coloured text, everything else JSON lines. */
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Lines below it are dropped. Default `info`. */
  readonly level?: LogLevel;
  /** Overrides the guess by `isTTY`. */
  readonly format?: "json" | "text";
}

/** pino has no `critical`; its name for the last level before the end is `fatal`. */
const pinoLevel = (level: LogLevel) => (level === "critical" ? "fatal" : level);

class PinoLogger implements Logger {
  readonly #pino: Pino;

  constructor(instance: Pino) {
    this.#pino = instance;
  }

  log(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.#pino[pinoLevel(level)](fields, message);
  }

  child(fields: LogFields): Logger {
    return new PinoLogger(this.#pino.child(fields));
  }
}

/**
 * The agent's log: JSON lines with `level`, `time` (RFC 3339), `msg` and fields for programs, one coloured line
 * each for people.
 */
export function createLogger({ stream, level = "info", format }: LoggerOptions): Logger {
  // Whoever read the log may go away (EPIPE); that must not take the agent along. There is nowhere left to say it.
  stream.on("error", () => {});
  const asText = (format ?? (stream.isTTY === true ? "text" : "json")) === "text";
  const destination = asText ? prettyStream(stream) : stream;
  const instance = pino(
    {
      level: pinoLevel(level),
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label === "fatal" ? "critical" : label }) },
      serializers: { err: stdSerializers.err },
    },
    destination,
  );
  return new PinoLogger(instance);
}

function prettyStream(stream: NodeJS.WritableStream): NodeJS.WritableStream {
  const { build } = createRequire(import.meta.url)("pino-pretty") as typeof PinoPretty;
  return build({
    destination: stream,
    colorize: true,
    singleLine: true,
    translateTime: "SYS:HH:MM:ss.l",
    ignore: "pid,hostname",
  });
}
