import { readFile } from "node:fs/promises";
import { SpandockError } from "../contract/index.ts";
import { digestOf } from "../sandbox/index.ts";

export interface PluginFile {
  /** The exporter's name, for messages. */
  readonly name: string;
  readonly file: string;
  /** `sha256:…`; with it, a file of any other content is refused. */
  readonly digest?: string;
}

/**
 * The bytes of a `.wasm` file, as they were when their digest was taken: nothing reads the file a second time.
 *
 * @throws SpandockError PLUGIN_NOT_READABLE, PLUGIN_DIGEST_MISMATCH
 */
export async function readPluginFile({ name, file, digest }: PluginFile): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("PLUGIN_NOT_READABLE", {
      message: `${name}: ${file}: ${cause.code ?? cause.message}`,
      cause,
    });
  });
  const found = digestOf(bytes);
  if (digest !== undefined && digest !== found) {
    throw new SpandockError("PLUGIN_DIGEST_MISMATCH", {
      message: `${name}: ${file} has the digest ${found}; the config pins ${digest}`,
    });
  }
  return bytes;
}
