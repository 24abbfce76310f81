import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Figures } from "./growth.ts";

/** A process that does work on demand and says what it takes afterwards: the bench's side of `serveGrowth`. */
export class GrowthChild {
  readonly #process: ChildProcess;
  #waiting: { resolve(figures: Figures): void; reject(error: Error): void } | undefined;

  constructor(program: string) {
    const file = fileURLToPath(new URL(`./growth/${program}.js`, import.meta.url));
    this.#process = fork(file, { execArgv: ["--expose-gc"] });
    this.#process.on("message", (figures) => this.#waiting?.resolve(figures as Figures));
    this.#process.on("exit", (code, signal) =>
      this.#waiting?.reject(new Error(`${program} ended with ${code ?? signal}`)),
    );
  }

  work(times: number): Promise<Figures> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#process.send({ times });
    });
  }

  end(): void {
    this.#waiting = undefined;
    if (!this.#process.connected) return;
    // The program clears its folder away and ends.
    this.#process.disconnect();
  }
}
