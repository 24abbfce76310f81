import { TraceMap, traceSegment } from "@jridgewell/trace-mapping";

/** A place in a guest's source. `line` and `column` start at 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Looks up offsets of a core module in its source map. Undefined when the text is no source map. */
export function openSourceMap(text: string): SourceMap | undefined {
  try {
    return new SourceMap(new TraceMap(text));
  } catch {
    return undefined;
  }
}

/** A source map over WebAssembly has one generated line, and byte offsets for columns. */
export class SourceMap {
  readonly #map: TraceMap;

  constructor(map: TraceMap) {
    this.#map = map;
  }

  /** The source of the instruction at `offset`; nothing from before `functionStart` counts for it. */
  positionOf(offset: number, functionStart: number): SourcePosition | undefined {
    const segment = traceSegment(this.#map, 0, offset);
    if (segment === null || segment.length === 1 || segment[0] < functionStart) return undefined;
    const [, source, line, column] = segment;
    const file = this.#map.sources[source];
    return file === null || file === undefined ? undefined : { file, line: line + 1, column: column + 1 };
  }
}
