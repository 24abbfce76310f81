import type { ExporterState } from "./api-types.ts";

/** How a state looks: its colour, and its mark for those who don't see colours. */
export type Tone = "good" | "busy" | "warn" | "bad" | "off";

export const stateWords: Readonly<Record<ExporterState, { readonly word: string; readonly tone: Tone }>> = {
  starting: { word: "Starting", tone: "busy" },
  ready: { word: "Ready", tone: "good" },
  restarting: { word: "Restarting", tone: "warn" },
  "crash-looping": { word: "Crash loop", tone: "bad" },
  stopped: { word: "Stopped", tone: "off" },
  failed: { word: "Failed", tone: "bad" },
  disabled: { word: "Disabled", tone: "off" },
};
