import { log } from "spandock:exporter/log@1.0.0";

/** Pieces of a line: its column in the bundle, index of the source, line and column there; all from 0. */
type Piece = readonly [number, number, number, number];

/** build.mjs writes in this place where each line of the bundle came from. */
const positions: {
  readonly sources: readonly string[];
  readonly lines: Readonly<Record<string, readonly Piece[]>>;
} = "source positions" as never;

/**
 * Tells the agent what was thrown and where, in lines of your sources, as the reason of the trap that follows. Gives
 * back what to throw: the engine traps on it.
 */
export function reportCrash(thrown: unknown): Error {
  const error = isError(thrown) ? thrown : new Error(`thrown: ${String(thrown)}`);
  log("critical", [`${error.name}: ${error.message}`, ...framesOf(error.stack ?? "")].join("\n"), []);
  return error;
}

/** Those that imports throw come from the engine's side of the border, and are no instance of our Error. */
function isError(thrown: unknown): thrown is Error {
  return typeof thrown === "object" && thrown !== null && "message" in thrown && "stack" in thrown;
}

/** The engine's stack, `name@file:line:column` a frame, in the terms of your sources. Frames of libraries are left out. */
function framesOf(stack: string): string[] {
  return [...stack.matchAll(/^(.*)@(.*):(\d+):(\d+)$/gm)].flatMap(
    ([, name = "", file = "", line = "", column]) => {
      if (file.endsWith("initializer.js")) return [];
      const pieces = positions.lines[line]?.filter(([from]) => from < Number(column));
      const [, source = 0, sourceLine = 0, sourceColumn = 0] = pieces?.at(-1) ?? [];
      const path = positions.sources[source];
      if (pieces === undefined || path === "guest/plugin.ts") return [];
      return [
        `  at ${name.replace(/^async\*/, "") || "(anonymous)"} (${path}:${sourceLine + 1}:${sourceColumn + 1})`,
      ];
    },
  );
}
