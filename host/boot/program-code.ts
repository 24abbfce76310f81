/** A file of a program, and what V8 made of it before. */
export interface ProgramCode {
  readonly source: string;
  readonly code?: Uint8Array | undefined;
}

/** What V8 has made of a file of a program, to be kept. */
export interface NewCode {
  readonly path: string;
  readonly source: string;
  readonly code: Uint8Array;
}
