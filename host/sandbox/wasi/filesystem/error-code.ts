import { WasiFailure } from "../wasi-failure.ts";

/** `wasi:filesystem/types.error-code`, the cases that this host gives. */
export type ErrorCode =
  | "access"
  | "would-block"
  | "bad-descriptor"
  | "busy"
  | "quota"
  | "exist"
  | "file-too-large"
  | "illegal-byte-sequence"
  | "interrupted"
  | "invalid"
  | "io"
  | "is-directory"
  | "loop"
  | "too-many-links"
  | "name-too-long"
  | "no-device"
  | "no-entry"
  | "insufficient-memory"
  | "insufficient-space"
  | "not-directory"
  | "not-empty"
  | "unsupported"
  | "no-such-device"
  | "overflow"
  | "not-permitted"
  | "pipe"
  | "read-only"
  | "invalid-seek"
  | "text-file-busy"
  | "cross-device";

/** By the names that POSIX gives them; WASI's codes were taken from there. */
const codeByErrno: Readonly<Record<string, ErrorCode>> = {
  EACCES: "access",
  EAGAIN: "would-block",
  EBADF: "bad-descriptor",
  EBUSY: "busy",
  EDQUOT: "quota",
  EEXIST: "exist",
  EFBIG: "file-too-large",
  EILSEQ: "illegal-byte-sequence",
  EINTR: "interrupted",
  EINVAL: "invalid",
  EIO: "io",
  EISDIR: "is-directory",
  ELOOP: "loop",
  EMLINK: "too-many-links",
  EMFILE: "insufficient-memory",
  ENAMETOOLONG: "name-too-long",
  ENFILE: "insufficient-memory",
  ENODEV: "no-device",
  ENOENT: "no-entry",
  ENOMEM: "insufficient-memory",
  ENOSPC: "insufficient-space",
  ENOTDIR: "not-directory",
  ENOTEMPTY: "not-empty",
  ENOTSUP: "unsupported",
  ENXIO: "no-such-device",
  EOPNOTSUPP: "unsupported",
  EOVERFLOW: "overflow",
  EPERM: "not-permitted",
  EPIPE: "pipe",
  EROFS: "read-only",
  ESPIPE: "invalid-seek",
  ESTALE: "no-entry",
  ETXTBSY: "text-file-busy",
  EXDEV: "cross-device",
};

/** A refusal with this code. */
export function failure(code: ErrorCode): WasiFailure<ErrorCode> {
  return new WasiFailure(code);
}

/** The code for what a call of `node:fs` threw; `io` for one that WASI has no name for, undefined for a defect. */
export function errorCodeOf(thrown: unknown): ErrorCode | undefined {
  if (thrown instanceof WasiFailure) return thrown.payload as ErrorCode;
  if (!(thrown instanceof Error) || !("syscall" in thrown)) return undefined;
  return codeByErrno[(thrown as NodeJS.ErrnoException).code ?? ""] ?? "io";
}

/** Runs calls of `node:fs` and makes failures for the guest of what they throw; a defect stays a trap. */
export function withErrorCodes<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const code = errorCodeOf(thrown);
    if (code === undefined || thrown instanceof WasiFailure) throw thrown;
    throw failure(code);
  }
}
