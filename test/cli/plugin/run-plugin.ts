import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { runCli } from "../../../host/cli/run-cli.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A terminal's two ends, for those who are asked. */
export class FakeTerminal {
  readonly stdin = Object.assign(new PassThrough(), { isTTY: true });
  readonly stdout = Object.assign(new PassThrough(), { isTTY: true });
  shown = "";

  /** `answers` by the start of what is asked; each is given whenever it is asked for. */
  constructor(answers: Readonly<Record<string, readonly string[]>>) {
    const left = new Map(Object.entries(answers).map(([question, lines]) => [question, [...lines]]));
    this.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.shown += stripVTControlCharacters(text);
      const question = this.shown.slice(this.shown.lastIndexOf("\n") + 1);
      for (const [start, lines] of left) {
        if (!question.startsWith(start) || !question.endsWith("]: ")) continue;
        const line = lines.shift();
        // The terminal shows what is typed.
        this.shown += "\n";
        if (line === undefined) this.stdin.end();
        else this.stdin.write(`${line}\n`);
        return;
      }
    });
  }
}

/** Runs `spandock plugin …` in this process, without a terminal unless one is given. */
export async function runPlugin(
  args: readonly string[],
  { env = process.env, terminal }: { env?: NodeJS.ProcessEnv; terminal?: FakeTerminal } = {},
): Promise<Ran> {
  const [stdout, stderr] = [terminal?.stdout ?? new PassThrough(), new PassThrough()];
  const stdin = terminal?.stdin ?? new PassThrough();
  const code = await runCli(["plugin", ...args], { stdin, stdout, stderr, env });
  const read = (stream: PassThrough) => String(stream.read() ?? "");
  return { code, stdout: terminal?.shown ?? read(stdout), stderr: read(stderr) };
}

/** An environment in which `npm run` is `build`, a shell script, and `npx` finds a compiler. */
export function fakeNpm(folder: string, build: string): NodeJS.ProcessEnv {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const script = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  script("npx", "echo Version 0.28.20");
  script("npm", `if [ "$1" != run ]; then echo 10.0.0; exit; fi\n${build}`);
  return { PATH: [bin, dirname(process.execPath), "/bin", "/usr/bin"].join(delimiter) };
}
