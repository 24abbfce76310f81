import type { LogLevel } from "../../contract/index.ts";
import { yamlToJson } from "./yaml-to-json.ts";

/** One line that a guest wrote through the contract's `log`. */
export type GuestLog = (
  level: LogLevel,
  message: string,
  fields: readonly (readonly [string, string])[],
) => void;

/** The interfaces of the contract that the host implements, by the names that compiled components ask for. */
export function contractImports(log: GuestLog): Readonly<Record<string, object>> {
  return {
    "spandock:exporter/log": { log },
    "spandock:exporter/config": { yamlToJson },
    // Types only; present when a toolchain imports the interface for them.
    "spandock:exporter/types": {},
  };
}
