import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The built command line, for those who start it themselves. */
export const cli = fileURLToPath(new URL("../../dist/host/cli/main.js", import.meta.url));

/** One JSON line of the agent's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A folder that is gone after the test. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), "spandock-test-"));

  file(name: string, content: string | Uint8Array): string {
    writeFileSync(join(this.path, name), content);
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The real agent in a process of its own, as a user runs it. */
export class AgentProcess {
  readonly lines: LogLine[] = [];
  /** All of stdout, as it came. */
  output = "";
  stderr = "";
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly #watchers = new Set<() => void>();

  /** `args` are those after `spandock`; the process runs in `cwd`. */
  constructor(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
    this.#process = spawn(process.execPath, [cli, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    createInterface({ input: this.#process.stdout! }).on("line", (line) => {
      this.lines.push(parseLine(line));
      for (const watcher of this.#watchers) watcher();
    });
    this.#process.stdout!.on("data", (chunk) => {
      this.output += chunk;
    });
    this.#process.stderr!.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.#ended = once(this.#process, "close").then(([code]) => {
      for (const watcher of this.#watchers) watcher();
      return code as number | null;
    });
  }

  /** Starts `spandock run` and waits until it says that it is ready. */
  static async run(
    configFile: string,
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<AgentProcess> {
    const agent = new AgentProcess(["run", "-c", configFile], options);
    await agent.line((line) => line.msg === "ready");
    return agent;
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** The first line, past or future, that `matches`; fails when the process ends without it. */
  line(matches: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.lines.find(matches);
        const ended = this.#process.exitCode !== null || this.#process.signalCode !== null;
        if (found === undefined && !ended) return;
        this.#watchers.delete(look);
        if (found !== undefined) resolve(found);
        else
          reject(
            new Error(
              `the agent ended first:\n${this.stderr}${this.lines.map((l) => JSON.stringify(l)).join("\n")}`,
            ),
          );
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** `http://host:port` of a part that listens, such as `otlp/http` or `admin`. */
  async url(component: string): Promise<string> {
    const { endpoint } = await this.line((line) => line.msg === "listening" && line.component === component);
    return `http://${endpoint}`;
  }

  /** Sends the signal and gives the exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.#process.kill(signal);
    return await this.#ended;
  }

  /** The exit code, when the process ends by itself. */
  exit(): Promise<number | null> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await this.stop("SIGKILL");
  }
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { level: "none", msg: line };
  }
}
