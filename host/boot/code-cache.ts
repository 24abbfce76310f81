import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import type { NewCode } from "./program-code.ts";
import { readRegularFile } from "./read-regular-file.ts";
import { whyNotTrusted } from "./why-not-trusted.ts";

const digestBytes = 32;
const maxEntryBytes = 64 * 1024 * 1024;
/** Entries of versions that are gone; one that is still in use is made anew. */
const forgottenAfterMillis = 30 * 24 * 3_600_000;

/**
 * What V8 made of programs, kept on disk: one file an entry, named by the program and by V8's word for its own version,
 * its flags and the processor. An entry is the SHA-256 of its name, the source's first line and the data, and then the data: one
 * that is cut off, damaged or of another build is as good as none.
 */
export class CodeCache {
  readonly #home: string;
  readonly #directory: string;
  readonly #tag = cachedDataVersionTag();

  /** @param directory of compiled code; it need not exist. One that others can write is not used. */
  constructor(directory: string) {
    this.#home = directory;
    this.#directory = join(directory, "code");
  }

  /** The data for a program's file, or undefined; never throws. */
  read(path: string, source: string): Buffer | undefined {
    try {
      if (this.#whyNotTrusted() !== undefined) return undefined;
      const entry = readRegularFile(this.#fileOf(path), maxEntryBytes);
      if (entry === undefined) return undefined;
      const data = entry.subarray(digestBytes);
      return entry.subarray(0, digestBytes).equals(digestOf(path, source, data)) ? data : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps data in place of what was there. Written beside and renamed, so that programs can share the directory.
   * Nothing is kept when V8 has got other flags in the meantime, for it would refuse the data.
   *
   * @throws when the directory can't be written, or is not this user's alone
   */
  write({ path, source, code }: NewCode): void {
    if (cachedDataVersionTag() !== this.#tag) return;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const untrusted = this.#whyNotTrusted();
    if (untrusted !== undefined) throw new Error(untrusted);
    const file = this.#fileOf(path);
    const temporary = `${file}.${randomBytes(8).toString("hex")}`;
    try {
      writeFileSync(temporary, Buffer.concat([digestOf(path, source, code), code]), {
        mode: 0o600,
        flag: "wx",
      });
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    this.#sweep();
  }

  #whyNotTrusted(): string | undefined {
    return whyNotTrusted(this.#home) ?? whyNotTrusted(this.#directory);
  }

  #sweep(): void {
    for (const name of readdirSync(this.#directory)) {
      const path = join(this.#directory, name);
      const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
      if (Date.now() - mtimeMs > forgottenAfterMillis) rmSync(path, { force: true });
    }
  }

  #fileOf(path: string): string {
    return join(this.#directory, `${nameOf(path)}-${this.#tag.toString(16)}.bin`);
  }
}

function digestOf(path: string, source: string, data: Uint8Array): Buffer {
  // The build has put the digest of the whole there: hashing a megabyte at each start would take as long as reading it.
  const firstLine = source.slice(0, source.indexOf("\n") + 1);
  return createHash("sha256")
    .update(`${nameOf(path)}\n${firstLine}`)
    .update(data)
    .digest();
}

const nameOf = (path: string): string => basename(path, ".cjs");
