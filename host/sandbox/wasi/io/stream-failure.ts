import { WasiFailure } from "../wasi-failure.ts";
import { IoError } from "./io-error.ts";

/** `wasi:io/streams.stream-error`. */
export type StreamError =
  | { readonly tag: "last-operation-failed"; readonly val: IoError }
  | { readonly tag: "closed" };

/** The end of a stream: nothing more to read, or nobody to write to. */
export function streamClosed(): WasiFailure<StreamError> {
  return new WasiFailure<StreamError>({ tag: "closed" });
}

/** An operation of a stream that failed; the stream is closed from then on. */
export function streamFailed(error: IoError): WasiFailure<StreamError> {
  return new WasiFailure<StreamError>({ tag: "last-operation-failed", val: error });
}

/** Makes a stream's failure of what a source or sink threw; anything unexpected stays what it is: a trap. */
export function asStreamFailure(thrown: unknown): unknown {
  if (thrown instanceof IoError) return streamFailed(thrown);
  return thrown;
}
