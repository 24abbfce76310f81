const stillMillis = 10_000;

/** What compilers say, passed on line by line and set in; and a sign of life for those that say nothing for long. */
export class BuildOutput {
  readonly #stream: NodeJS.WritableStream;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  #rest = "";
  #isQuiet = true;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#still(), stillMillis);
    this.#timer.unref();
  }

  write(text: string): void {
    this.#isQuiet = false;
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop()!;
    for (const line of lines) this.#stream.write(`    ${line}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#rest !== "") this.write("\n");
  }

  #still(): void {
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000);
    if (this.#isQuiet) this.#stream.write(`    … ${seconds} s\n`);
    this.#isQuiet = true;
  }
}
