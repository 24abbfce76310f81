import { readFile } from "node:fs/promises";
import { SpandockError } from "../contract/index.ts";
import { digestOf } from "../sandbox/index.ts";

export interface PluginFile {
  /** The exporter's name, for messages. */
  readonly name: string;
  readonly file: string;
  /** `sha256:…`; with it, a file of any other content is refused. */
  readonly digest?: string | undefined;
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
  checkDigest({ name, file, digest }, bytes);
  return bytes;
}

/** @throws SpandockError PLUGIN_DIGEST_MISMATCH when these are not the bytes that `digest` pins */
export function checkDigest(
  { name, file, digest }: Pick<PluginFile, "name" | "digest"> & { readonly file?: string },
  bytes: Uint8Array,
): void {
  if (digest === undefined) return;
  const found = digestOf(bytes);
  if (digest === found) return;
  throw new SpandockError("PLUGIN_DIGEST_MISMATCH", {
    message: `${name}: ${file ?? "its bytes"} has the digest ${found}; the config pins ${digest}`,
  });
}
