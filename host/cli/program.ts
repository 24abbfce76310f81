import type { Boot, CommandContext } from "./command.ts";
import { runCli } from "./run-cli.ts";

/** The command line of this process; sets its exit code. */
export async function main(boot: Boot): Promise<void> {
  // A reader that goes away, as in `spandock validate | head`, ends the text and not the command.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

  const { stdout, stderr, env } = process;
  const context: CommandContext = {
    // Made when it is asked for: an agent reads nothing from it.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    env,
    boot,
  };
  process.exitCode = await runCli(process.argv.slice(2), context);
}
