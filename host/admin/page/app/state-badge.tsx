import type { ExporterState } from "./api-types.ts";
import { stateWords, type Tone } from "./state-words.ts";

/** A filled disc, a ring, a triangle, a cross, a dash: each tone has a shape of its own. */
const shapes: Readonly<Record<Tone, string>> = {
  good: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9z",
  busy: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9zM6 4a2 2 0 1 0 0 4a2 2 0 0 0 0-4z",
  warn: "M6 1l5.2 9.5H.8z",
  bad: "M2.6 1.2L6 4.6l3.4-3.4l1.4 1.4L7.4 6l3.4 3.4l-1.4 1.4L6 7.4l-3.4 3.4l-1.4-1.4L4.6 6L1.2 2.6z",
  off: "M1.5 5h9v2h-9z",
};

export function StateMark({ tone }: { readonly tone: Tone }) {
  return (
    <svg class={`mark mark-${tone}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={shapes[tone]} fill-rule="evenodd" />
    </svg>
  );
}

export function StateBadge({ state }: { readonly state: ExporterState }) {
  const { word, tone } = stateWords[state];
  return (
    <span class={`badge badge-${tone}`}>
      <StateMark tone={tone} />
      {word}
    </span>
  );
}
