import { createInterface } from "node:readline/promises";

export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
}

/** The one who answers went away, with Ctrl-C or by closing the input. */
export class NoAnswer extends Error {}

/** Asks until the answer is taken. `take` throws what is wrong with one. */
export interface Question<T> {
  readonly text: string;
  /** Taken for an empty answer. */
  readonly fallback: string;
  readonly take: (answer: string) => T;
}

/** @throws NoAnswer */
export async function ask<T>({ stdin, stdout }: Terminal, { text, fallback, take }: Question<T>): Promise<T> {
  const lines = createInterface({ input: stdin, output: stdout });
  const closed = new Promise<never>((_, reject) => {
    lines.once("close", () => reject(new NoAnswer()));
  });
  // It is closed in the end in any case.
  closed.catch(() => {});
  lines.on("SIGINT", () => lines.close());
  try {
    for (;;) {
      const answer = (await Promise.race([lines.question(`${text} [${fallback}]: `), closed])).trim();
      try {
        return take(answer === "" ? fallback : answer);
      } catch (problem) {
        stdout.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
      }
    }
  } finally {
    lines.close();
  }
}
