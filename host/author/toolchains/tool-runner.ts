import { type ChildProcess, spawn } from "node:child_process";

export interface ToolResult {
  /** Undefined when the program could not be started at all. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolCall {
  readonly folder: string;
  /** Beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told both streams in pieces, as they come. */
  readonly onOutput?: (text: string) => void;
  /** An abort ends the program and everything that it started. */
  readonly signal?: AbortSignal;
}

/** Runs programs of the machine, never through a shell of our own. */
export interface ToolRunner {
  run(command: string, args: readonly string[], call: ToolCall): Promise<ToolResult>;
}

const graceMillis = 3_000;
const isWindows = process.platform === "win32";

/** The programs on this machine's PATH. */
export function systemTools(env: Readonly<Record<string, string | undefined>>): ToolRunner {
  return {
    run: (command, args, { folder, env: more, onOutput, signal }) =>
      new Promise((resolve) => {
        const child = spawn(command, args, {
          cwd: folder,
          env: { ...env, ...more },
          stdio: ["ignore", "pipe", "pipe"],
          // npm and friends are command files on Windows.
          shell: isWindows,
          // A group of its own, which can be ended as a whole: a package manager runs the compiler as its child.
          detached: signal !== undefined && !isWindows,
        });
        const texts = { stdout: "", stderr: "" };
        for (const name of ["stdout", "stderr"] as const) {
          child[name].setEncoding("utf8").on("data", (text: string) => {
            texts[name] += text;
            onOutput?.(text);
          });
        }
        const end = () => endGroup(child);
        signal?.addEventListener("abort", end, { once: true });
        if (signal?.aborted) end();
        child.on("error", (error) => resolve({ exitCode: undefined, stdout: "", stderr: error.message }));
        child.on("close", (code) => {
          signal?.removeEventListener("abort", end);
          resolve({ exitCode: code ?? 1, ...texts });
        });
      }),
  };
}

/** Asks a program and its children to end, and makes them when they don't. */
function endGroup(child: ChildProcess): void {
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      if (isWindows) child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  kill("SIGTERM");
  const timer = setTimeout(() => kill("SIGKILL"), graceMillis);
  child.once("close", () => clearTimeout(timer));
}
