import { ByteReader, MalformedWasm, UnsupportedWasm } from "../core-module/byte-reader.ts";
import type { CoreModule } from "../core-module/core-module.ts";
import type { Producer } from "../core-module/producers.ts";
import { readCoreModule } from "../core-module/read-core-module.ts";
import { decodeComponent, type Gathered } from "./decode-component.ts";
import { evaluateComponent } from "./evaluate-component.ts";
import { nameResources } from "./name-resources.ts";
import type { Item } from "./types.ts";

/** What a file is, and for a component all that can be told of it without running or compiling it. */
export type WasmFile =
  | { readonly kind: "not-wasm"; readonly reason: string }
  /** WebAssembly, but with something that this agent does not know or take. */
  | { readonly kind: "unsupported"; readonly reason: string }
  | { readonly kind: "core-module"; readonly module: CoreModule }
  | Component;

export interface Component {
  readonly kind: "component";
  readonly imports: ReadonlyMap<string, Item>;
  readonly exports: ReadonlyMap<string, Item>;
  /** Names that components inside this one import, whoever gives them. */
  readonly nestedImports: readonly string[];
  /** All core modules in the file, in their order. */
  readonly coreModules: readonly ComponentCoreModule[];
  readonly producers: readonly Producer[];
  /** Bytes by kind of section, over all levels; those of core modules start with `core `. */
  readonly sectionBytes: ReadonlyMap<string, number>;
}

export interface ComponentCoreModule extends CoreModule {
  /** How often instantiating the component instantiates this module. */
  readonly instances: number;
}

const magic = [0x00, 0x61, 0x73, 0x6d];
const coreVersion = "1,0,0,0";
/** Version 13, layer 1 (https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md). */
const componentVersion = "13,0,1,0";

/**
 * Reads a file that may be anything. Takes time and memory in proportion to the file at most, both bounded, and
 * never throws: what can't be read is a value. The bytes are not kept.
 */
export function readComponent(bytes: Uint8Array): WasmFile {
  if (bytes.length === 0) return { kind: "not-wasm", reason: "the file is empty" };
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof MalformedWasm) return { kind: "not-wasm", reason: error.message };
    if (error instanceof UnsupportedWasm) return { kind: "unsupported", reason: error.message };
    throw error;
  }
}

function read(bytes: Uint8Array): WasmFile {
  const reader = new ByteReader(bytes);
  for (const expected of magic) {
    if (reader.byte("\\0asm") !== expected) {
      return { kind: "not-wasm", reason: `it starts with ${shownStart(bytes)}, expected \\0asm` };
    }
  }
  const version = [...reader.slice(4, "the version")].join();
  if (version === coreVersion) return { kind: "core-module", module: readCoreModule(new ByteReader(bytes)) };
  if (version !== componentVersion) {
    throw new UnsupportedWasm(
      `its version bytes are ${version}, expected ${componentVersion} of a component`,
    );
  }
  const gathered: Gathered = { coreModules: [], producers: [], sectionBytes: new Map(), nestedImports: [] };
  const { imports, exports, instances } = evaluateComponent(decodeComponent(reader, gathered));
  nameResources(imports, exports);
  const coreModules = gathered.coreModules.map((module) => ({
    ...module,
    instances: instances.get(module) ?? 0,
  }));
  const producers = uniqueProducers([
    ...gathered.producers,
    ...coreModules.flatMap((module) => module.producers),
  ]);
  const { nestedImports, sectionBytes } = gathered;
  return { kind: "component", imports, exports, nestedImports, coreModules, producers, sectionBytes };
}

function uniqueProducers(producers: readonly Producer[]): Producer[] {
  const byKey = new Map(producers.map((producer) => [JSON.stringify(Object.values(producer)), producer]));
  return [...byKey.values()];
}

function shownStart(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  return JSON.stringify(start.replace(/[^\x20-\x7e]/g, "?"));
}
