import type { ErrorCode as FilesystemErrorCode } from "../filesystem/error-code.ts";

/** What lies behind an error of a stream, so that `filesystem-error-code` and `http-error-code` can tell. */
export interface IoErrorDetails {
  readonly filesystem?: FilesystemErrorCode;
  readonly http?: { readonly tag: string; readonly val?: unknown };
}

/** `wasi:io/error.error`. */
export class IoError {
  readonly #text: string;
  readonly details: IoErrorDetails;

  constructor(text: string, details: IoErrorDetails = {}) {
    this.#text = text;
    this.details = details;
  }

  toDebugString(): string {
    return this.#text;
  }
}
