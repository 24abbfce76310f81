import { HttpLane, httpRequest } from "./http-lane.ts";

export interface LanePoolOptions {
  readonly url: string;
  readonly body: Uint8Array;
  /** Open from the beginning. */
  readonly lanes: number;
  /** More are opened when all are busy, up to so many. */
  readonly maxLanes: number;
  readonly onError: (error: Error) => void;
}

type OnAnswer = (status: number) => void;

/** Sends requests at once, each on a free connection; beyond `maxLanes` they wait for one in their order. */
export class LanePool {
  readonly #options: LanePoolOptions;
  readonly #url: URL;
  readonly #request: Uint8Array;
  readonly #all = new Set<HttpLane>();
  /** Used in turn, so that none is idle for so long that the server closes it. */
  readonly #free: HttpLane[] = [];
  readonly #waiting: OnAnswer[] = [];
  readonly #onAnswer = new Map<HttpLane, OnAnswer>();
  #mostLanes = 0;
  #mostWaiting = 0;

  constructor(options: LanePoolOptions) {
    this.#options = options;
    this.#url = new URL(options.url);
    this.#request = httpRequest(this.#url, options.body);
    while (this.#all.size < options.lanes) this.#free.push(this.#open());
  }

  /** The most connections that were open. */
  get mostLanes(): number {
    return this.#mostLanes;
  }

  /** The most requests that ever waited because `maxLanes` were busy. */
  get mostWaiting(): number {
    return this.#mostWaiting;
  }

  send(onAnswer: OnAnswer): void {
    const lane = this.#free.shift() ?? (this.#all.size < this.#options.maxLanes ? this.#open() : undefined);
    if (lane !== undefined) {
      this.#start(lane, onAnswer);
      return;
    }
    this.#waiting.push(onAnswer);
    this.#mostWaiting = Math.max(this.#mostWaiting, this.#waiting.length);
  }

  close(): void {
    for (const lane of this.#all) lane.close();
  }

  #open(): HttpLane {
    const lane = new HttpLane({
      host: this.#url.hostname,
      port: Number(this.#url.port),
      onError: this.#options.onError,
      onClosed: () => this.#drop(lane),
      onAnswer: (status) => this.#finish(lane, status),
    });
    this.#all.add(lane);
    this.#mostLanes = Math.max(this.#mostLanes, this.#all.size);
    return lane;
  }

  #drop(lane: HttpLane): void {
    if (this.#onAnswer.has(lane)) {
      this.#options.onError(new Error(`${this.#options.url}: closed the connection of a request`));
    }
    this.#all.delete(lane);
    const place = this.#free.indexOf(lane);
    if (place >= 0) this.#free.splice(place, 1);
  }

  #start(lane: HttpLane, onAnswer: OnAnswer): void {
    this.#onAnswer.set(lane, onAnswer);
    lane.send(this.#request);
  }

  #finish(lane: HttpLane, status: number): void {
    const onAnswer = this.#onAnswer.get(lane);
    this.#onAnswer.delete(lane);
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(lane);
    else this.#start(lane, next);
    onAnswer?.(status);
  }
}
