/** Ctrl-C and its like, while a command does work that has to be ended in order. */
export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly first: AbortSignal;
  /** Aborted by the second; a third ends the process. */
  readonly second: AbortSignal;
  [Symbol.dispose](): void;
}

/** Listens until it is disposed of; then the signals do what they do by default. */
export function interruption(): Interruption {
  const controllers = [new AbortController(), new AbortController()] as const;
  const onSignal = () => {
    const next = controllers.find(({ signal }) => !signal.aborted);
    if (next === undefined) process.exit(1);
    next.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    first: controllers[0].signal,
    second: controllers[1].signal,
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
