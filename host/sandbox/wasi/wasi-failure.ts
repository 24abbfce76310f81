/**
 * An `err` of a WASI function. Compiled components hand the `payload` of whatever an import throws to the guest; an
 * Error without it ends the guest as a trap does.
 */
export class WasiFailure<Payload> extends Error {
  readonly payload: Payload;

  constructor(payload: Payload) {
    super(typeof payload === "string" ? payload : "WASI failure");
    this.name = "WasiFailure";
    this.payload = payload;
  }
}
