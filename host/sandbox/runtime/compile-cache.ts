import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readRegularFile, whyNotTrusted } from "../../boot/index.ts";
import type { Clock } from "../../contract/index.ts";
import { allFiles, type CacheManifest, parseManifest } from "./cache-manifest.ts";
import type { CompiledFiles } from "./compiled-component.ts";
import { digestOf } from "./digest.ts";

const maxManifestBytes = 1024 * 1024;
const maxFileBytes = 512 * 1024 * 1024;
/** No write takes this long: an unfinished entry older than this was left by an agent that was ended. */
const abandonedAfterMillis = 3_600_000;

/** What `read` found: `damaged` says what is wrong with an entry that is there. */
export type CacheLookup =
  | { readonly kind: "hit"; readonly files: CompiledFiles }
  | { readonly kind: "miss" }
  | { readonly kind: "damaged"; readonly reason: string };

/**
 * Compiled components on disk, one directory an entry, named by the SHA-256 of its key. An entry is complete or
 * absent: it is written beside and renamed, so agents can share the directory and a write may be cut off anywhere.
 * Every file is compared with the digest in the entry's manifest before it is used.
 */
export class CompileCache {
  readonly #directory: string;
  readonly #clock: Clock;

  /** @param directory one that `openCacheDirectory` trusts. */
  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Looks an entry up. Never throws: what can't be read is damaged. */
  read(key: string): CacheLookup {
    const entry = this.#entry(key);
    try {
      const untrusted = whyNotTrusted(entry);
      if (untrusted !== undefined) return { kind: "damaged", reason: untrusted };
      return readEntry(entry, key);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return { kind: "miss" };
      return { kind: "damaged", reason: String(error) };
    }
  }

  /** Writes an entry, in place of one that is there. When another agent is first, its entry stays. */
  async write(key: string, files: CompiledFiles): Promise<void> {
    const entry = this.#entry(key);
    const temporary = join(this.#directory, `.new-${randomBytes(8).toString("hex")}`);
    const old = `${temporary}-old`;
    try {
      await mkdir(temporary, { mode: 0o700 });
      const { manifest, contents } = describe(key, files);
      for (const [file, bytes] of contents) await writeFile(join(temporary, file), bytes, { mode: 0o600 });
      await writeFile(join(temporary, "manifest.json"), JSON.stringify(manifest), { mode: 0o600 });
      await rename(entry, old).catch(ignoreMissing);
      await rename(temporary, entry).catch(ignoreTaken);
    } finally {
      await rm(temporary, { recursive: true, force: true });
      await rm(old, { recursive: true, force: true });
    }
    await this.#sweep();
  }

  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#directory)) {
      if (!name.startsWith(".new-")) continue;
      const path = join(this.#directory, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (this.#clock.now() - mtimeMs > abandonedAfterMillis)
        await rm(path, { recursive: true, force: true });
    }
  }

  #entry(key: string): string {
    return join(this.#directory, digestOf(new TextEncoder().encode(key)).slice("sha256:".length));
  }
}

function readEntry(entry: string, key: string): CacheLookup {
  const manifestBytes = readRegularFile(join(entry, "manifest.json"), maxManifestBytes);
  const manifest = manifestBytes && parseManifest(manifestBytes);
  if (manifest === undefined) return { kind: "damaged", reason: "manifest.json is not a manifest" };
  if (manifest.key !== key) return { kind: "damaged", reason: "manifest.json is of another entry" };
  const read = new Map<string, Uint8Array>();
  for (const { file, digest } of allFiles(manifest)) {
    const bytes = readRegularFile(join(entry, file), maxFileBytes);
    if (bytes === undefined || digestOf(bytes) !== digest) {
      return { kind: "damaged", reason: `${file} does not have the digest that its manifest names` };
    }
    read.set(file, bytes);
  }
  const coreModules = manifest.coreModules.map(({ name, file }) => [name, read.get(file)!] as const);
  const source = new TextDecoder().decode(read.get(manifest.source.file));
  return {
    kind: "hit",
    files: { source, coreModules: Object.fromEntries(coreModules), imports: manifest.imports },
  };
}

function describe(key: string, { source, coreModules, imports }: CompiledFiles) {
  const contents = new Map<string, Uint8Array>([["plugin.js", new TextEncoder().encode(source)]]);
  const named = Object.entries(coreModules).map(([name, bytes], index) => {
    const file = `core-${index}.wasm`;
    contents.set(file, bytes);
    return { name, file, digest: digestOf(bytes) };
  });
  const manifest: CacheManifest = {
    key,
    imports: [...imports],
    source: { file: "plugin.js", digest: digestOf(contents.get("plugin.js")!) },
    coreModules: named,
  };
  return { manifest, contents };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

function ignoreTaken(error: NodeJS.ErrnoException): void {
  if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code ?? "")) throw error;
}
