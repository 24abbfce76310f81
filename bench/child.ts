import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

export interface LaunchOptions {
  readonly program: string;
  readonly args: readonly string[];
  isReady(): Promise<boolean>;
  /** Where its complaints go: to the bench's own, unless to a file that is open under this number. */
  readonly stderr?: "inherit" | number;
}

/** A program under measurement, started by the bench and ended by it. */
export class Child {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts `node ARGS…` and waits until `url` answers (with any status below 500). */
  static start(args: readonly string[], url: string): Promise<Child> {
    return Child.launch({ program: process.execPath, args, isReady: () => answers(url) });
  }

  /** Starts any program and waits until it is ready. */
  static async launch({ program, args, isReady, stderr = "inherit" }: LaunchOptions): Promise<Child> {
    const child = new Child(spawn(program, args, { stdio: ["ignore", "ignore", stderr] }));
    const end = performance.now() + 30_000;
    while (!(await isReady())) {
      if (child.#process.exitCode !== null)
        throw new Error(`${program} ${args.join(" ")} ended with ${child.#process.exitCode}`);
      if (performance.now() > end) throw new Error(`${program} ${args.join(" ")} is not ready after 30 s`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return child;
  }

  /** CPU seconds used so far, user and system together. Linux only: fields 14 and 15 of `/proc/PID/stat`. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.#process.pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Resident bytes now and at the highest. Linux only: `/proc/PID/status`. */
  memory(): { readonly residentBytes: number; readonly peakBytes: number } {
    const text = readFileSync(`/proc/${this.#process.pid}/status`, "utf8");
    const kilobytes = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(text)?.[1] ?? Number.NaN);
    return { residentBytes: kilobytes("VmRSS") * 1024, peakBytes: kilobytes("VmHWM") * 1024 };
  }

  async stop(): Promise<number | null> {
    if (this.#process.exitCode === null) {
      this.#process.kill("SIGTERM");
      await once(this.#process, "exit");
    }
    return this.#process.exitCode;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status < 500;
  } catch {
    return false;
  }
}
