import { readFileSync } from "node:fs";
import { CodeCache } from "../../boot/index.ts";
import { builtFile, type Clock, type Logger, SpandockError } from "../../contract/index.ts";
import { allowExtendedConstants } from "./allow-extended-constants.ts";
import { openCacheDirectory } from "./cache-directory.ts";
import { CompileCache } from "./compile-cache.ts";
import { compileInWorker } from "./compile-in-worker.ts";
import type { CompiledComponent, CompiledFiles, KeptCode } from "./compiled-component.ts";
import { digestOf } from "./digest.ts";

export interface CompileComponentOptions {
  /** The plugin's name, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The cap that is written into its core modules. */
  readonly memoryBytes: number;
  /** Where compiled components are kept; without it everything is compiled anew. */
  readonly cacheDirectory?: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** How long jco may take. */
  readonly timeoutMillis?: number;
}

/** Changes when what is made of a component changes for another reason than jco's version. */
const formatVersion = 3;
const defaultTimeoutMillis = 60_000;
/** Core modules up to here, as the shims that jco adds, take longer on their way through V8's threads than to compile. */
const smallBytes = 2048;

/**
 * Makes a component ready to be instantiated: from the cache where it lies there undamaged, else by jco.
 *
 * @throws SpandockError PLUGIN_LOAD_FAILED or PLUGIN_MEMORY.
 */
export async function compileComponent(options: CompileComponentOptions): Promise<CompiledComponent> {
  const directory = cacheDirectoryOf(options);
  const files = await filesOf(options, directory);
  const coreModules = new Map<string, WebAssembly.Module>();
  for (const [core, bytes] of Object.entries(files.coreModules)) {
    coreModules.set(core, await compileCore(options.name, core, bytes));
  }
  const { source, imports } = files;
  return {
    source,
    imports,
    coreModules,
    ...(directory === undefined ? {} : { kept: keptCodeOf(source, directory) }),
  };
}

function keptCodeOf(source: string, directory: string): KeptCode {
  const name = `guest-${digestOf(Buffer.from(source)).slice("sha256:".length)}`;
  return { directory, name, code: new CodeCache(directory).read(name, source) };
}

/** Undefined when nothing is to be kept, or nothing may be. */
function cacheDirectoryOf({ cacheDirectory, logger }: CompileComponentOptions): string | undefined {
  if (cacheDirectory === undefined) return undefined;
  const directory = openCacheDirectory(cacheDirectory);
  if ("path" in directory) return directory.path;
  logger.log("warn", "the compile cache is not used", { reason: directory.refused });
  return undefined;
}

async function filesOf(
  options: CompileComponentOptions,
  directory: string | undefined,
): Promise<CompiledFiles> {
  const { name, bytes, memoryBytes, logger, clock } = options;
  const compile = () =>
    compileInWorker({
      name,
      bytes,
      memoryBytes,
      clock,
      timeoutMillis: options.timeoutMillis ?? defaultTimeoutMillis,
    });
  if (directory === undefined) return await compile();
  const cache = new CompileCache(directory, clock);
  const key = JSON.stringify({ digest: digestOf(bytes), jco: jcoVersion(), memoryBytes, formatVersion });
  const found = cache.read(key);
  if (found.kind === "hit") return found.files;
  if (found.kind === "damaged") {
    logger.log("warn", "a damaged entry of the compile cache is replaced", { reason: found.reason });
  }
  const files = await compile();
  await cache.write(key, files).catch((error: unknown) => {
    logger.log("warn", "the compile cache can't be written", { reason: String(error) });
  });
  return files;
}

async function compileCore(name: string, core: string, bytes: Uint8Array): Promise<WebAssembly.Module> {
  try {
    return bytes.length <= smallBytes ? new WebAssembly.Module(bytes) : await WebAssembly.compile(bytes);
  } catch (cause) {
    if (allowExtendedConstants()) return await compileCore(name, core, bytes);
    throw new SpandockError("PLUGIN_LOAD_FAILED", {
      message: `${name}: its core module ${core} can't be compiled: ${(cause as Error).message}`,
      cause,
    });
  }
}

/** jco's version, from its package.json: jco itself is loaded only when something must be compiled. */
function jcoVersion(): string {
  return (JSON.parse(readFileSync(builtFile("jco-transpile/package.json"), "utf8")) as { version: string })
    .version;
}
