import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import type { NewCode, ProgramCode } from "./program-code.ts";

export interface LoadProgramOptions {
  /** Path of a CommonJS file of the build, whose function the build has written out. */
  readonly file: string;
  /** Reads that file, and those of the build that it requires. */
  readonly read: (path: string) => ProgramCode;
  /**
   * What the program's own `import()` is done by: V8 forgets who may import when code comes from a cache. Left out for
   * a program that has none.
   */
  readonly importModule?: (url: string) => Promise<unknown>;
}

/** A program whose module has run. */
export interface Program<T> {
  readonly exports: T;
  /**
   * What V8 has compiled by now of the files that came without code of use, by their paths: functions are compiled
   * when they are first called, so this is best asked when the program has done what it does at its start.
   */
  newCode(): readonly NewCode[];
}

interface LoadedFile {
  readonly source: string;
  readonly script: Script;
  readonly isNew: boolean;
  readonly module: { exports: unknown };
}

/**
 * Loads a program of the build and the files of the build that it requires, with V8's code cache. That is what
 * `module.enableCompileCache` does from Node 22.8 on, and Node 20 has nothing for.
 */
export function loadProgram<T>({ file, read, importModule }: LoadProgramOptions): Program<T> {
  const loaded = new Map<string, LoadedFile>();
  const load = (path: string): unknown => {
    const known = loaded.get(path);
    if (known !== undefined) return known.module.exports;
    const { source, code } = read(path);
    const script = new Script(source, { filename: path, cachedData: code });
    const isNew = code === undefined || script.cachedDataRejected === true;
    const module: LoadedFile["module"] = { exports: {} };
    loaded.set(path, { source, script, isNew, module });
    const folder = dirname(path);
    const requireOther = createRequire(path);
    const require = (id: string): unknown =>
      id.startsWith(".") ? load(resolve(folder, id)) : requireOther(id);
    const importOther = async (id: string): Promise<unknown> =>
      await importModule?.(id.startsWith(".") ? pathToFileURL(resolve(folder, id)).href : id);
    script.runInThisContext()(
      module.exports,
      Object.assign(require, requireOther),
      module,
      path,
      folder,
      importOther,
    );
    return module.exports;
  };
  return {
    exports: load(file) as T,
    newCode() {
      const files = [...loaded].filter(([, { isNew }]) => isNew);
      return files.map(([path, { source, script }]) => ({ path, source, code: script.createCachedData() }));
    },
  };
}
