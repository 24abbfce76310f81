import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { SpandockError } from "../contract/index.ts";
import type { Inspection } from "./admin-source.ts";

export interface UploadedPlugin {
  /** Letters, digits, `-` and `_`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly inspection: Inspection;
}

/** The directory that uploaded plugins go to. Only the agent's user may read it. */
export class PluginStore {
  readonly #directory: string;

  /** @param directory absolute; made when the first plugin comes */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Keeps a plugin as `NAME-DIGEST.wasm` and answers the absolute path. The same bytes get the same file; it is there
   * whole or not at all.
   *
   * @throws SpandockError the refusal of a file that this agent would not run; CHANGE_NOT_POSSIBLE when it can't be
   * written
   */
  async keep({ name, bytes, inspection }: UploadedPlugin): Promise<string> {
    const { refusal, digest } = inspection;
    if (refusal !== undefined) throw new SpandockError(refusal.code, refusal);
    const file = join(this.#directory, `${name}-${digest.replace("sha256:", "").slice(0, 16)}.wasm`);
    const draft = `${file}.${randomBytes(6).toString("hex")}.part`;
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await writeWhole(draft, bytes);
      await rename(draft, file);
      return file;
    } catch (cause) {
      await rm(draft, { force: true }).catch(() => {});
      throw new SpandockError("CHANGE_NOT_POSSIBLE", {
        message: `${file}: can't be written: ${cause instanceof Error ? cause.message : String(cause)}`,
        fix: "Name a directory that the agent may write under service.admin.upload_directory.",
        cause,
      });
    }
  }
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
