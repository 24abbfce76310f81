import { SpandockError } from "../contract/index.ts";
import type { TrapReport } from "./worker/messages.ts";
import type { EndReason, WorkerEnd } from "./worker-end.ts";

export interface EndErrorOptions {
  /** The plugin's name in the config. */
  readonly name: string;
  readonly end: WorkerEnd;
  readonly memoryLimitBytes: number;
  /** V8's stack in the author's terms, one frame a line. */
  readonly locate: (stack: string) => string;
}

/** The end of a worker as an error that names plugin, call and reason. */
export function endError({ name, end, memoryLimitBytes, locate }: EndErrorOptions): SpandockError {
  const { reason, memoryBytes } = end;
  const memory = `out of memory: ${mebibytes(memoryBytes)} of ${mebibytes(memoryLimitBytes)} MiB`;
  switch (reason.kind) {
    case "failed": {
      const { code, message, fix } = reason;
      const text =
        code === "PLUGIN_CONFIG_REFUSED" ? `${name}: the plugin refused its config: ${message}` : message;
      return new SpandockError(code, fix === undefined ? { message: text } : { message: text, fix });
    }
    case "trap": {
      const { report } = reason;
      const stack = locate(report.stack);
      const starved = isStarved(report, stack) || isFull(report, memoryBytes, memoryLimitBytes);
      const why = `${starved ? `${memory}: ` : ""}${report.lastWords ?? report.reason}`;
      return new SpandockError(starved ? "PLUGIN_MEMORY" : "PLUGIN_CRASHED", {
        message: `${name}: the plugin trapped in ${report.call}: ${why}${stack === "" ? "" : `\n${stack}`}`,
      });
    }
    case "timeout":
      return new SpandockError("PLUGIN_TIMEOUT", {
        message: `${name}: the plugin did not come back from ${reason.call} in ${reason.limitMillis} ms and was ended`,
      });
    case "died": {
      const during = end.inHand === undefined ? "" : ` in ${end.inHand.call}`;
      return new SpandockError(reason.outOfMemory ? "PLUGIN_MEMORY" : "PLUGIN_CRASHED", {
        message: `${name}: the plugin's thread ended${during}: ${reason.message}`,
      });
    }
    case "stopped":
    case "discarded":
      return new SpandockError("PLUGIN_STOP_FAILED", { message: `${name}: ${stopText(reason)}` });
    default:
      return reason satisfies never;
  }
}

function stopText(reason: EndReason & { kind: "stopped" | "discarded" }): string {
  if (reason.kind === "discarded") return "the plugin was ended without a call of its stop";
  return reason.error === undefined
    ? "the plugin has stopped"
    : `the plugin reported while stopping: ${reason.error}`;
}

/**
 * Whether a trap came of the memory cap. The host does not see a failed `memory.grow`: it goes by how full the memory
 * is; tables may have kept a 64th of the cap from it.
 */
function isFull({ reason }: TrapReport, memoryBytes: number, limitBytes: number): boolean {
  return reason.includes("unreachable") && memoryBytes >= limitBytes - limitBytes / 16;
}

/** The same, told by the allocator that the guest trapped in, where its names or lines are known. */
function isStarved({ reason, lastWords }: TrapReport, stack: string): boolean {
  if (!reason.includes("unreachable") || lastWords !== undefined) return false;
  const innermost = stack.slice(0, stack.indexOf("\n") >>> 0);
  return /\bgrowMemory\b|~lib\/rt\/tlsf\.ts|\b(handle_alloc_error|rust_oom|alloc_error_handler)\b/.test(
    innermost,
  );
}

function mebibytes(bytes: number): string {
  return String(Math.round((bytes / 1024 / 1024) * 10) / 10);
}
