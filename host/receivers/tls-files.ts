import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { type ReceiverTls, SpandockError } from "../contract/index.ts";

/** PEM contents. */
export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** With it, clients must show a certificate signed by one of these. */
  readonly clientCa?: Buffer;
}

/** Reads the files and tries them; LISTEN_FAILED with the key and path of the one that is missing or unfit. */
export async function readTlsFiles(receiver: string, tls: ReceiverTls): Promise<TlsFiles> {
  const read = async (key: string, path: string): Promise<Buffer> => {
    try {
      return await readFile(path);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      throw new SpandockError("LISTEN_FAILED", {
        message: `${receiver}: ${key} ${path} can't be read: ${code}`,
        fix: `Check the path at ${key}, and that this user may read it.`,
        cause,
      });
    }
  };
  const cert = await read("tls.cert_file", tls.certFile);
  const key = await read("tls.key_file", tls.keyFile);
  const files: TlsFiles =
    tls.clientCaFile === undefined
      ? { cert, key }
      : { cert, key, clientCa: await read("tls.client_ca_file", tls.clientCaFile) };
  try {
    createSecureContext({ cert, key, ca: files.clientCa });
  } catch (cause) {
    throw new SpandockError("LISTEN_FAILED", {
      message: `${receiver}: the TLS files don't fit: ${(cause as Error).message}`,
      fix: "Give tls.cert_file and tls.key_file as PEM, the key being the certificate's own and without passphrase.",
      cause,
    });
  }
  return files;
}
