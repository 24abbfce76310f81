// Made by wit/generate.mjs from wit/exporter.wit. Change those.
/** @module Interface spandock:exporter/log@1.0.0 **/
/**
 * Writes one line. `fields` are structured key-value pairs beside the
 * message. The agent cuts long messages and limits the rate.
 */
export function log(level: Level, message: string, fields: Array<[string, string]>): void;
/**
 * Severity, lowest first.
 * # Variants
 *
 * ## `"trace"`
 *
 * ## `"debug"`
 *
 * ## `"info"`
 *
 * ## `"warn"`
 *
 * ## `"error"`
 *
 * ## `"critical"`
 *
 * The guest is about to trap. When a trap follows in the same call, the
 * agent reports this message as its reason.
 */
export type Level = "trace" | "debug" | "info" | "warn" | "error" | "critical";
