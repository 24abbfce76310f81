import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { constants, Script } from "node:vm";
import type { CodeCache } from "./code-cache.ts";

export interface LoadProgramOptions {
  /** Path of a CommonJS file of the build, in ASCII. */
  readonly file: string;
  /** Without it, V8 compiles the program anew. */
  readonly cache?: CodeCache | undefined;
}

/** A program whose module has run. */
export interface Program<T> {
  readonly exports: T;
  /**
   * Writes into the cache what V8 has compiled by now, where the cache had nothing of use: functions are compiled when
   * they are first called, so this is best called when the program has done what it does at its start.
   *
   * @throws when the cache can't be written
   */
  keepCode(): void;
}

interface LoadedFile {
  readonly exports: unknown;
  readonly keepCode: () => void;
}

const wrapper = ["(function (exports, require, module, __filename, __dirname) { ", "\n})"] as const;

/**
 * Loads a program of the build and the files of the build that it requires, with V8's code cache. That is what
 * `module.enableCompileCache` does from Node 22.8 on, and Node 20 has nothing for.
 */
export function loadProgram<T>({ file, cache }: LoadProgramOptions): Program<T> {
  const loaded = new Map<string, LoadedFile>();
  const load = (path: string): unknown => {
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const source = readFileSync(path, "latin1");
    const name = basename(path, ".cjs");
    const cachedData = cache?.read(name, source);
    // `import()` works in code that is compiled here, and not in code that comes from the cache.
    const script = new Script(wrapper.join(source), {
      filename: path,
      cachedData,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const isCached = cachedData !== undefined && script.cachedDataRejected !== true;
    const module = { exports: {} };
    loaded.set(path, {
      get exports() {
        return module.exports;
      },
      keepCode: () => {
        if (!isCached) cache?.write(name, source, script.createCachedData());
      },
    });
    const folder = dirname(path);
    const requireOther = createRequire(path);
    const require = (id: string): unknown =>
      id.startsWith(".") ? load(resolve(folder, id)) : requireOther(id);
    script.runInThisContext()(module.exports, Object.assign(require, requireOther), module, path, folder);
    return module.exports;
  };
  return {
    exports: load(file) as T,
    keepCode() {
      for (const { keepCode } of loaded.values()) keepCode();
    },
  };
}
