/** Thrown through the guest when it calls `exit`: to a plugin, which is a library, that is a way to crash. */
export class GuestExit extends Error {
  /** What the guest gave; 0 for success. */
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit(${exitCode})`);
    this.name = "GuestExit";
    this.exitCode = exitCode;
  }
}
