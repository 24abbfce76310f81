interface Disposable {
  dispose(): Promise<void>;
}

/** What a case has started, so that all of it ends with the case, also when the next thing does not start. */
export class Scope {
  readonly #started: Disposable[] = [];

  /** Gives back what it is given, as soon as that is there. */
  async use<T extends Disposable>(starting: T | Promise<T>): Promise<T> {
    const started = await starting;
    this.#started.push(started);
    return started;
  }

  /** Ends everything, the youngest first, each even where another fails. */
  async dispose(): Promise<void> {
    const failures: unknown[] = [];
    for (let one = this.#started.pop(); one !== undefined; one = this.#started.pop()) {
      await one.dispose().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
