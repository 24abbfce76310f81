import type { Clock, Service, Timer } from "../../contract/index.ts";
import { type SampleResource, writeRequest } from "./sample-request.ts";
import { sampleTrace } from "./sample-trace.ts";

export interface SampleTrafficOptions {
  /** Where OTLP/HTTP is taken: `http://127.0.0.1:4318`. */
  readonly url: string;
  /** On average; > 0. */
  readonly spansPerSecond: number;
  readonly clock: Clock;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  /** A request was not taken, with the reason. */
  readonly onRefused: (reason: string) => void;
}

const tickMillis = 200;
/** A tick makes up for at most so many that came late: a machine that slept is not flooded. */
const maxOwedTicks = 5;

/** Sends sample traces at a steady rate, one request at a time, the first at once. What is refused is not sent again. */
export class SampleTraffic implements Service {
  readonly #options: SampleTrafficOptions;
  #owedSpans = 1;
  #tickedAt = 0;
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: SampleTrafficOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#tickedAt = this.#options.clock.monotonic();
    this.#tick();
  }

  /** Resolves when the request under way has its answer. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#sending;
  }

  #tick(): void {
    if (this.#isStopped) return;
    const { clock, spansPerSecond } = this.#options;
    const now = clock.monotonic();
    const passed = Math.min(now - this.#tickedAt, maxOwedTicks * tickMillis);
    this.#tickedAt = now;
    this.#owedSpans += (passed / 1000) * spansPerSecond;
    this.#sending = this.#sendOwed().then(() => {
      if (!this.#isStopped) this.#timer = clock.after(tickMillis, () => this.#tick());
    });
  }

  async #sendOwed(): Promise<void> {
    const { clock, random } = this.#options;
    const resources: SampleResource[] = [];
    // A trace is sent whole as soon as one span of it is due: what it has too many is made up for later.
    while (this.#owedSpans >= 1) {
      const trace = sampleTrace({ endNano: BigInt(Math.round(clock.now() * 1000)) * 1000n, random });
      this.#owedSpans -= trace.reduce((sum, resource) => sum + resource.spans.length, 0);
      resources.push(...trace);
    }
    if (resources.length > 0) await this.#post(writeRequest(resources));
  }

  async #post(body: Uint8Array<ArrayBuffer>): Promise<void> {
    const { url, onRefused } = this.#options;
    try {
      const response = await fetch(`${url}/v1/traces`, {
        method: "POST",
        headers: { "content-type": "application/x-protobuf" },
        body,
      });
      await response.arrayBuffer();
      if (!response.ok) onRefused(`the receiver answered ${response.status}`);
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      onRefused(cause instanceof Error ? cause.message : String(cause));
    }
  }
}
