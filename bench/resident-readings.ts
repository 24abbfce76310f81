import type { AgentChild } from "./agent-child.ts";
import { type Spread, spreadOf } from "./statistics.ts";

const readingsPerPart = 15;

/** Resident bytes of an agent over some time, read several times in each of its equal parts. Linux only. */
export class ResidentReadings {
  readonly #timer: NodeJS.Timeout;
  readonly #parts: number[][] = [];

  /** Begins at once. */
  constructor({ child }: AgentChild, partMillis: number) {
    const begin = performance.now();
    this.#timer = setInterval(() => {
      const part = Math.floor((performance.now() - begin) / partMillis);
      this.#parts[part] ??= [];
      this.#parts[part].push(child.memory().residentBytes);
    }, partMillis / readingsPerPart);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Of the first `count` parts. */
  spreads(count: number): Spread[] {
    return Array.from({ length: count }, (_, part) => spreadOf(this.#parts[part] ?? []));
  }
}
