import { capComponentModules } from "./cap-core-modules.ts";
import { type CoreFunction, readFunctions } from "./function-table.ts";
import { openSourceMap, type SourceMap, type SourcePosition } from "./source-position.ts";
import { readWasmFrames, type WasmFrame } from "./wasm-frames.ts";

export interface LocateTrapOptions {
  /** The plugin's file. */
  readonly component: Uint8Array;
  /** The cap it was compiled with: it moves the code by a few bytes. */
  readonly memoryBytes: number;
  /** The text of the `.wasm.map` beside the plugin's file. */
  readonly sourceMap?: string;
}

/** One frame of a guest's stack. */
export interface GuestFrame {
  readonly functionIndex: number;
  /** From the name section, cleaned of control characters and cut. */
  readonly functionName?: string;
  /** Bytes from the start of the core module as its author built it. */
  readonly offset: number;
  readonly source?: SourcePosition;
}

interface Candidate {
  readonly functions: ReadonlyMap<number, CoreFunction>;
  readonly delta: number;
  readonly sourceMap: SourceMap | undefined;
}

/**
 * Turns the stack text of a trap into the guest's own frames, innermost first: names where the component has a name
 * section, lines where there is a source map. An empty list when the stack has no frame in WebAssembly.
 */
export function locateTrap(stack: string, options: LocateTrapOptions): GuestFrame[] {
  const frames = readWasmFrames(stack);
  if (frames.length === 0) return [];
  const candidates = readCandidates(options);
  const byUrl = new Map<string, Candidate | undefined>();
  for (const { url } of frames) {
    if (byUrl.has(url)) continue;
    const same = frames.filter((frame) => frame.url === url);
    // The address holds a hash that only V8 can make: the module is told by where its functions lie.
    byUrl.set(
      url,
      candidates.find((candidate) => same.every((frame) => fits(frame, candidate))),
    );
  }
  return frames.map((frame) => locate(frame, byUrl.get(frame.url)));
}

/** A stack as text, one frame a line. */
export function formatGuestStack(frames: readonly GuestFrame[]): string {
  return frames
    .map(({ functionIndex, functionName, offset, source }) => {
      const name = functionName ?? `function ${functionIndex}`;
      const place = source === undefined ? `offset 0x${offset.toString(16)}` : placeOf(source);
      return `    at ${name} (${place})`;
    })
    .join("\n");
}

const placeOf = ({ file, line, column }: SourcePosition) => `${clean(file)}:${line}:${column}`;

function readCandidates({ component, memoryBytes, sourceMap }: LocateTrapOptions): Candidate[] {
  const modules = capComponentModules(component, memoryBytes);
  const map = sourceMap === undefined ? undefined : openSourceMap(sourceMap);
  // The toolchain's link to the map tells which module it is for; without one, it is the first: the author's own.
  const linked = modules.findIndex(({ module }) =>
    module.sections.some(({ name }) => name === "custom:sourceMappingURL"),
  );
  const mapped = Math.max(linked, 0);
  return modules.map(({ module, codeOffsetDelta }, index) => ({
    functions: readFunctions(component, module),
    delta: codeOffsetDelta,
    sourceMap: index === mapped ? map : undefined,
  }));
}

function fits({ functionIndex, offset }: WasmFrame, { functions, delta }: Candidate): boolean {
  const found = functions.get(functionIndex);
  return found !== undefined && offset - delta >= found.start && offset - delta < found.end;
}

function locate({ functionIndex, offset }: WasmFrame, candidate: Candidate | undefined): GuestFrame {
  const found = candidate?.functions.get(functionIndex);
  if (candidate === undefined || found === undefined) return { functionIndex, offset };
  const original = offset - candidate.delta;
  const source = candidate.sourceMap?.positionOf(original, found.start);
  return {
    functionIndex,
    offset: original,
    ...(found.name === undefined ? {} : { functionName: clean(found.name) }),
    ...(source === undefined ? {} : { source }),
  };
}

const maxShownLength = 200;

/** Names come from the guest: they must not forge lines or move a terminal's cursor. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?").slice(0, maxShownLength);
}
