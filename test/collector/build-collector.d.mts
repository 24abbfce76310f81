/** The version of Go on the PATH, or undefined. */
export function goVersion(): string | undefined;
/** The Collector's path where it has been built from this very source, else undefined. */
export function builtCollector(): string | undefined;
/** Builds the Collector where it is missing, and gives back the program's path. */
export function buildCollector(): string;
