import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

type Answer<Result> = { readonly result: Result } | { readonly error: string };

/**
 * Runs a program of `bench/load/` for one job in a process of its own, so that what it takes of the machine counts
 * for nobody else.
 *
 * @throws Error with the program's message when it failed
 */
export async function runJob<Job extends object, Result>(program: string, job: Job): Promise<Result> {
  const file = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
  const child = fork(file, { serialization: "advanced" });
  const answer = await new Promise<Answer<Result>>((resolve) => {
    child.once("message", (message) => resolve(message as Answer<Result>));
    child.once("exit", (code, signal) => resolve({ error: `${program} ended with ${code ?? signal}` }));
    child.send(job);
  });
  if ("error" in answer) throw new Error(answer.error);
  return answer.result;
}

/** The program's side: does the one job, answers, and lets the process end. */
export function serveJob<Job, Result>(work: (job: Job) => Promise<Result>): void {
  process.once("message", async (job) => {
    const answer = await work(job as Job).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    process.send?.(answer, () => process.exit());
  });
}
