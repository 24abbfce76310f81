import { type ParseArgsConfig, parseArgs } from "node:util";
import type { PluginThreads } from "../boot/index.ts";
import { SpandockError } from "../contract/index.ts";

/** Exit codes of every command. */
export const exitCode = { good: 0, badInput: 1, usage: 2, spansLost: 3, interrupted: 130 } as const;

/** How the process was started. */
export interface Boot {
  /** Threads that have been started ahead. */
  readonly threads: PluginThreads;
  /** Keeps what V8 has compiled by now for the next start. Throws when it can't. */
  readonly keepCode: () => void;
}

/** What a command may touch of the process. */
export interface CommandContext {
  /** Left out when there is nobody to ask. */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Left out in a program that was not started as one. */
  readonly boot?: Boot;
}

export interface Command {
  /** As in `spandock NAME`. */
  readonly name: string;
  /** How it is called, without `spandock`. */
  readonly usage: string;
  /** One line for `spandock help`. */
  readonly summary: string;
  /** It answers `--help` by itself, since what follows its name is a command of its own. */
  readonly hasSubcommands?: true;
  /** Resolves with the exit code; what it throws is printed as an error. */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** `parseArgs`, with a usage error that shows how the command is called. */
export function parseCommandLine<T extends ParseArgsConfig>(
  command: Pick<Command, "usage">,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    throw usageError(command, cause instanceof Error ? cause.message : String(cause));
  }
}

export function usageError(command: Pick<Command, "usage">, message: string): SpandockError {
  return new SpandockError("USAGE", { message, fix: `usage: spandock ${command.usage}` });
}
