/**
 * probe: a plugin under direct control, for checks and measurements: one instance in a thread of its own, whose
 * functions are called in any order, each with a deadline. It judges nothing.
 */
export { describeEnd, type EndContext } from "./describe-end.ts";
export type { ProbeBatch, ProbeLine, Repeated } from "./messages.ts";
export { Probe, type ProbeEnd, type ProbeOptions, type Reply } from "./probe.ts";
export { ProbePool } from "./probe-pool.ts";
