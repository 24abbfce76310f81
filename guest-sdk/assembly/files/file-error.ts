/** Why something with a file did not work, as a value. */
export class FileError {
  /** @internal */
  constructor(
    /** What was tried, as in "can't … /out/a.jsonl". */
    readonly operation: string,
    /** The file's path, as the plugin knows it. */
    readonly path: string,
    /** The error code of `wasi:filesystem`, for example `no-entry`, `not-permitted`, `insufficient-space`. */
    readonly code: string,
    /** What may help, or "". */
    readonly hint: string = "",
  ) {}

  /** All of it on one line, fit for an outcome's message: `can't open /out/a.jsonl: no-entry`. */
  toString(): string {
    const text = "can't " + this.operation + " " + this.path + ": " + this.code;
    return this.hint.length == 0 ? text : text + " (" + this.hint + ")";
  }
}

/** @internal `error-code` of wasi:filesystem@0.2.0, in its order. */
export function errorCodeName(code: u8): string {
  return code < <u8>names.length ? names[code] : "unknown error " + code.toString();
}

const names: string[] = [
  "access",
  "would-block",
  "already",
  "bad-descriptor",
  "busy",
  "deadlock",
  "quota",
  "exist",
  "file-too-large",
  "illegal-byte-sequence",
  "in-progress",
  "interrupted",
  "invalid",
  "io",
  "is-directory",
  "loop",
  "too-many-links",
  "message-size",
  "name-too-long",
  "no-device",
  "no-entry",
  "no-lock",
  "insufficient-memory",
  "insufficient-space",
  "not-directory",
  "not-empty",
  "not-recoverable",
  "unsupported",
  "no-tty",
  "no-such-device",
  "overflow",
  "not-permitted",
  "pipe",
  "read-only",
  "invalid-seek",
  "text-file-busy",
  "cross-device",
];
