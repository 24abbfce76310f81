import type { Subject } from "./subject/subject.ts";
import type { Verdict } from "./verdict.ts";

export { type Finding, type Verdict, verdictOf } from "./verdict.ts";

/** What a check is about; they are made in this order. */
export const checkGroups = [
  "contract",
  "start",
  "config",
  "batches",
  "outcomes",
  "exporters",
  "lifecycle",
  "failures",
  "memory",
] as const;
export type CheckGroup = (typeof checkGroups)[number];

/** One thing that must hold of a plugin. */
export interface Check {
  /** Kebab-case, unique; begins with its group's word. */
  readonly id: string;
  readonly group: CheckGroup;
  /** A sentence on what holds of a good plugin. */
  readonly title: string;
  /** An `error` makes the plugin unfit for the agent; of a `warning` the agent of today does not suffer. */
  readonly level: "error" | "warning";
  /** What the contract says, or what happens in an agent otherwise. */
  readonly why: string;
  /** The general way out; a finding may know a better one. */
  readonly fix: string;
  /** When it fails, none of those after it can be made. */
  readonly isGate?: true;
  run(subject: Subject): Promise<Verdict>;
}
