/**
 * telemetry: the agent's own log. Lines for people on a terminal, JSON lines for programs. It knows no other room's
 * state, and never sees span data.
 */
export { createLogger, type LoggerOptions } from "./create-logger.ts";
