import { GuestExit } from "./guest-exit.ts";
import { InputStream } from "./io/input-stream.ts";
import { OutputStream } from "./io/output-stream.ts";
import type { LineSink } from "./line-sink.ts";

export interface CliOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly stdout: LineSink;
  readonly stderr: LineSink;
}

/** Never made: a plugin has no terminal. Compiled components want the classes all the same. */
class TerminalInput {}
class TerminalOutput {}

/** `wasi:cli`: the granted variables, an empty standard input, output by lines, no terminal. */
export function createCli({ env, args, stdout, stderr }: CliOptions) {
  const exitWithCode = (code: number): never => {
    throw new GuestExit(code);
  };
  return {
    "wasi:cli/environment": {
      getEnvironment: () => Object.entries(env),
      getArguments: () => [...args],
      initialCwd: () => undefined,
    },
    "wasi:cli/exit": {
      exit: (status: { readonly tag: "ok" | "err" }) => exitWithCode(status.tag === "ok" ? 0 : 1),
      exitWithCode,
    },
    "wasi:cli/stdin": { getStdin: () => new InputStream({ read: () => undefined }) },
    "wasi:cli/stdout": { getStdout: () => new OutputStream(stdout) },
    "wasi:cli/stderr": { getStderr: () => new OutputStream(stderr) },
    "wasi:cli/terminal-input": { TerminalInput },
    "wasi:cli/terminal-output": { TerminalOutput },
    "wasi:cli/terminal-stdin": { getTerminalStdin: () => undefined },
    "wasi:cli/terminal-stdout": { getTerminalStdout: () => undefined },
    "wasi:cli/terminal-stderr": { getTerminalStderr: () => undefined },
  };
}
