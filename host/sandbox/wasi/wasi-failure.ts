/**
 * An `err` of a WASI function. Compiled components hand the `payload` of whatever an import throws to the guest; an
 * Error without it ends the guest as a trap does.
 */
export class WasiFailure<Payload> extends Error {
  readonly payload: Payload;

  constructor(payload: Payload) {
    // An answer like any other, such as the end of a stream: to note the stack would cost more than the call.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(typeof payload === "string" ? payload : "WASI failure");
    Error.stackTraceLimit = limit;
    this.name = "WasiFailure";
    this.payload = payload;
  }
}
