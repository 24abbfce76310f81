export type { DeadLetter, DeadLetterSink } from "./dead-letter.ts";
export { DeadLetterDirectory, type DeadLetterDirectoryOptions } from "./dead-letter-directory.ts";
export { type DeadLetterNote, readDeadLetter, type StoredDeadLetter } from "./read-dead-letter.ts";
