import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Child } from "../child.ts";
import { freePort } from "../free-port.ts";
import type { Outlet } from "./peer-sides.ts";
import { spansInRequest } from "./spans-in.ts";

const settledMillis = 100;
const patienceMillis = 30_000;

interface Tally {
  readonly requests: number;
  readonly bytes: number;
}

/** A server that one side forwards to, in a process of its own. */
export class SinkChild implements Outlet {
  readonly #child: Child;
  /** `http://HOST:PORT`. */
  readonly url: string;
  #before: Tally = { requests: 0, bytes: 0 };
  #bytesPerBody = 0;

  private constructor(child: Child, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(): Promise<SinkChild> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const program = fileURLToPath(new URL("./counting-sink.js", import.meta.url));
    return new SinkChild(await Child.start([program, String(port)], url), url);
  }

  /**
   * Learns from the one body that was sent so far how long it is on the wire.
   *
   * @throws Error when it holds another number of spans
   */
  async learn(spanCount: number): Promise<void> {
    const { bytes } = await this.#until(({ requests }) => requests === 1);
    const body = new Uint8Array(await (await fetch(`${this.url}/last`)).arrayBuffer());
    const isGzip = body[0] === 0x1f && body[1] === 0x8b;
    const spans = spansInRequest(isGzip ? gunzipSync(body) : body);
    if (spans !== spanCount) throw new Error(`the sink got ${spans} spans of a body of ${spanCount}`);
    this.#bytesPerBody = bytes;
    this.#before = { requests: 1, bytes };
  }

  async bodiesSinceLast(answered: number): Promise<number> {
    const before = this.#before;
    const now = await this.#until(({ requests }) => requests - before.requests >= answered);
    const requests = now.requests - before.requests;
    if (now.bytes - before.bytes !== requests * this.#bytesPerBody)
      throw new Error(`the sink got ${requests} requests, not all of ${this.#bytesPerBody} bytes`);
    this.#before = now;
    return requests;
  }

  async dispose(): Promise<void> {
    await this.#child.stop();
  }

  /** The tally once it is as wanted, and stays so for a while. */
  async #until(isWanted: (tally: Tally) => boolean): Promise<Tally> {
    const end = performance.now() + patienceMillis;
    let before = -1;
    for (;;) {
      const tally = (await (await fetch(this.url)).json()) as Tally;
      if (tally.requests === before && isWanted(tally)) return tally;
      if (performance.now() > end) throw new Error(`the sink got only ${tally.requests} requests`);
      before = tally.requests;
      await after(settledMillis);
    }
  }
}
