import { createHash } from "node:crypto";

/** The SHA-256 of some bytes as `sha256:` and 64 lower-case hex digits: the form that a config pins. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
