import type { Threshold } from "./agent-config.ts";
import { parseDuration } from "./parse-duration.ts";

/**
 * Reads what a rule holds a figure against, such as `> 5% for 30s` (a share), `>= 100/s` (a rate), `< 1/s for 5m`;
 * undefined when it is none.
 */
export function parseThreshold(text: string): Threshold | undefined {
  const match = /^(>=|<=|>|<)\s*(\d+(?:\.\d+)?)\s*(%|\/s)(?:\s+for\s+(\S+))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, comparison, number, unit, time = "0"] = match;
  const value = Number(number);
  const forMillis = parseDuration(time);
  if (forMillis === undefined || (unit === "%" && value > 100)) return undefined;
  return {
    comparison: comparison as Threshold["comparison"],
    value,
    unit: unit === "%" ? "percent" : "per-second",
    forMillis,
  };
}

/** A share such as `5%`, more than 0 and at most 100 %, as a number from 0 to 1. */
export function parseShare(text: string): number | undefined {
  const [, number] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
  const share = Number(number) / 100;
  return share > 0 && share <= 1 ? share : undefined;
}
