import type { Growth } from "../growth.ts";

const memory = { unit: "MiB", mark: { atMost: 1.1 } };
const count = (unit: string) => ({ unit, mark: { atMost: 1 } });
const resources = {
  "resident memory": memory,
  "JavaScript heap": memory,
  descriptors: count("descriptors"),
  threads: count("threads"),
  handles: count("handles"),
};

/** Each cycle makes a thread, an instance and two files that are synced: that takes tens of milliseconds. */
export const pluginCycles: Growth = {
  kind: "growth",
  name: "config-export-stop cycles",
  what: "what lives of a plugin leave behind in the agent's process: the last quarter against the second",
  program: "plugin-cycles",
  times: 600,
  longTimes: 10_000,
  figures: resources,
};

export const pluginCrashes: Growth = {
  kind: "growth",
  name: "crashed instances",
  what: "what instances that trapped leave behind in the agent's process: the last quarter against the second",
  program: "plugin-crashes",
  times: 400,
  longTimes: 1000,
  figures: resources,
};

export const guestBatches: Growth = {
  kind: "growth",
  name: "batches",
  what: "memory of the files exporter's guest, and of the process, over batches of 1 to 8 spans: the last quarter against the second",
  program: "guest-batches",
  times: 200_000,
  longTimes: 1_000_000,
  figures: { "guest memory": count("MiB"), "resident memory": memory },
};
