import { spawn } from "node:child_process";

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
  readonly signal?: AbortSignal;
}

/** Runs programs of the machine, never through a shell of our own. */
export interface ToolRunner {
  run(command: string, args: readonly string[], call: ToolCall): Promise<ToolResult>;
}

/** The programs on this machine's PATH. */
export function systemTools(env: Readonly<Record<string, string | undefined>>): ToolRunner {
  return {
    run: (command, args, call) =>
      new Promise((resolve) => {
        const child = spawn(command, args, {
          cwd: call.folder,
          env: { ...env, ...call.env },
          stdio: ["ignore", "pipe", "pipe"],
          // npm and friends are command files on Windows.
          shell: process.platform === "win32",
          ...(call.signal === undefined ? {} : { signal: call.signal }),
        });
        const texts = { stdout: "", stderr: "" };
        child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
        child.on("error", (error) => resolve({ exitCode: undefined, stdout: "", stderr: error.message }));
        child.on("close", (code) => resolve({ exitCode: code ?? 1, ...texts }));
      }),
  };
}
