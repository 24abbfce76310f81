import { type Level, log } from "spandock:exporter/log@1.0.0";

const levels: Readonly<Record<string, Level>> = {
  trace: "trace",
  debug: "debug",
  log: "info",
  info: "info",
  warn: "warn",
  error: "error",
};

/** Makes `console.log` and its like write to the agent's log. */
export function logToAgent(): void {
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, {
      [method]: (...values: readonly unknown[]) => log(level, values.map(textOf).join(" "), []),
    });
  }
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value, (_, member) => (typeof member === "bigint" ? String(member) : member));
  } catch {
    // It refers to itself.
    return String(value);
  }
}
