import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { projectRoot } from "../agent-child.ts";
import type { CallFrame } from "./cpu-profile.ts";

/** Names functions by their modules, although the agent runs bundled ones. */
export class SourcePlaces {
  readonly #maps = new Map<string, TraceMap | undefined>();

  /** "pipeline/dispatcher.js:41", "node:net:120", "guest", or nothing for what has no place. */
  of({ url, lineNumber, columnNumber }: CallFrame): string {
    if (url === "") return "";
    if (url.startsWith("wasm:")) return "guest";
    // The module that jco generated for the component.
    if (url.startsWith("data:")) return `component.js:${lineNumber + 1}`;
    if (!url.startsWith("file:")) return `${url}:${lineNumber + 1}`;
    const map = this.#mapOf(url);
    const place =
      map && originalPositionFor(map, { line: lineNumber + 1, column: Math.max(0, columnNumber) });
    if (place?.source == null) return `${lastParts(fileURLToPath(url))}:${lineNumber + 1}`;
    return `${lastParts(place.source)}:${place.line}`;
  }

  #mapOf(url: string): TraceMap | undefined {
    if (!this.#maps.has(url)) {
      const file = `${fileURLToPath(url)}.map`;
      this.#maps.set(url, existsSync(file) ? new TraceMap(readFileSync(file, "utf8")) : undefined);
    }
    return this.#maps.get(url);
  }
}

const lastParts = (path: string) => path.replace(projectRoot, "").split(/[\\/]/).slice(-2).join("/");
