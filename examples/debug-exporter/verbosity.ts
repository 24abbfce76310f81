/** How much is printed of spans. */
export enum Verbosity {
  /** One line for each resource. */
  Basic,
  /** And one for each span. */
  Normal,
  /** And attributes, events and links. */
  Detailed,
}

/** By the enum's numbers. */
export const verbosityNames: string[] = ["basic", "normal", "detailed"];
