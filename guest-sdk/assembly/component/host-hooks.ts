import { getRandomU64 } from "../imports/system";
import { Log, LogFields, LogLevel } from "../log";

/**
 * What AssemblyScript's compiler and library call in a JavaScript host. The transform puts these functions in their
 * places.
 */

/** Thrown errors and failed assertions: the host takes the message as the reason of the trap that follows. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const fields = new LogFields()
    .add("file", file !== null ? file : "unknown")
    .add("line", line.toString())
    .add("column", column.toString());
  Log.write(LogLevel.Critical, message !== null ? message : "aborted without a message", fields);
  unreachable();
}

/** `trace(…)` of the standard library goes to the log. */
export function trace(
  message: string,
  count: i32 = 0,
  a: f64 = 0,
  b: f64 = 0,
  c: f64 = 0,
  d: f64 = 0,
  e: f64 = 0,
): void {
  const values = [a, b, c, d, e].slice(0, count).join(" ");
  Log.debug(count > 0 ? message + " " + values : message);
}

/** The seed of `Math.random`. */
export function seed(): f64 {
  return reinterpret<f64>(getRandomU64());
}
