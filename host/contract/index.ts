/**
 * contract: the words that the rooms share: batch, outcome, exporter, permissions, limits, errors, clock, log, and
 * the version of the WIT package. Types and constants only. It does no I/O (the system clock aside, which is the
 * default of an option), keeps no state, and imports no other room.
 */
export * from "./batch.ts";
export * from "./built-file.ts";
export * from "./clock.ts";
export * from "./control.ts";
export * from "./delivery-observer.ts";
export * from "./delivery-options.ts";
export * from "./endpoint.ts";
export * from "./error.ts";
export * from "./error-catalog.ts";
export * from "./exporter.ts";
export * from "./garbage-collector.ts";
export * from "./lifecycle.ts";
export * from "./logger.ts";
export * from "./normal-guest-path.ts";
export * from "./outcome.ts";
export * from "./parse-origin.ts";
export * from "./plugin-options.ts";
export * from "./receiver-options.ts";
export * from "./recent-spans.ts";
export * from "./version.ts";
