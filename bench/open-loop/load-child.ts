import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ClosedLoopOptions } from "./closed-loop.ts";
import type { OpenLoopFigures, OpenLoopOptions } from "./open-loop.ts";
import type { LoadJob } from "./serve-load.ts";

type Answer = { readonly result: unknown } | { readonly error: string };

/** The bench's side of `serve-load.ts`. One job at a time. */
export class LoadChild {
  readonly #process: ChildProcess;

  constructor() {
    const program = fileURLToPath(new URL("./serve-load.js", import.meta.url));
    this.#process = fork(program, { serialization: "advanced" });
  }

  /** Gives the number of answers. */
  closedLoop(options: ClosedLoopOptions): Promise<number> {
    return this.#run({ kind: "closed loop", ...options });
  }

  openLoop(options: OpenLoopOptions): Promise<OpenLoopFigures> {
    return this.#run({ kind: "open loop", ...options });
  }

  end(): void {
    this.#process.removeAllListeners();
    this.#process.disconnect();
  }

  #run<Result>(job: LoadJob): Promise<Result> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`the load generator ended with ${code}`));
      this.#process.once("exit", onExit);
      this.#process.once("message", (answer: Answer) => {
        this.#process.off("exit", onExit);
        if ("error" in answer) reject(new Error(answer.error));
        else resolve(answer.result as Result);
      });
      this.#process.send(job);
    });
  }
}
