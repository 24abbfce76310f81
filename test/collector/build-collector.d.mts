/** The version of Go on the PATH, or undefined. */
export function goVersion(): string | undefined;
/** Builds the Collector where it is missing, and gives back the program's path. */
export function buildCollector(): string;
