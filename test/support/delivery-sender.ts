import { Agent, request } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import { encodeOtlp } from "./otlp-proto.ts";

export interface SenderOptions {
  /** Of the receiver, without the path. */
  readonly url: string;
  readonly spansPerBatch?: number;
  /** Bytes of each span's name. */
  readonly nameBytes?: number;
}

/** What a receiver answered. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

let lastId = 0;

/** `count` ids of spans, none of which this process has used before. */
export const freshIds = (count: number): string[] =>
  Array.from({ length: count }, () => (++lastId).toString(16).padStart(16, "0"));

/** An `ExportTraceServiceRequest` with one span for each id. */
export function requestOf(ids: readonly string[], nameBytes = 8): Uint8Array<ArrayBuffer> {
  const spans = ids.map((id) => ({
    traceId: Buffer.alloc(16, 7),
    spanId: Buffer.from(id, "hex"),
    name: "n".repeat(nameBytes),
    startTimeUnixNano: 1,
    endTimeUnixNano: 2,
  }));
  return new Uint8Array(
    encodeOtlp("ExportTraceServiceRequest", { resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  );
}

/** Sends spans with ids of their own over OTLP/HTTP, and keeps the books of what was acknowledged. */
export class Sender {
  /** The ids that a 200 answered. */
  readonly acknowledged: string[] = [];
  /** Answers that asked to try again. */
  refusals = 0;
  readonly #options: SenderOptions;
  readonly #connections = new Agent({ keepAlive: true });

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends one batch once. */
  async send(ids: readonly string[] = freshIds(this.#options.spansPerBatch ?? 5)): Promise<Answer> {
    const answer = await this.#post(requestOf(ids, this.#options.nameBytes));
    if (answer.status === 200) this.acknowledged.push(...ids);
    else if (answer.status === 429 || answer.status === 503) this.refusals += 1;
    return answer;
  }

  /** Sends one batch until it is acknowledged, as a good sender does, but in haste. */
  async insist(): Promise<void> {
    const ids = freshIds(this.#options.spansPerBatch ?? 5);
    for (;;) {
      const { status, body } = await this.send(ids);
      if (status === 200) return;
      if (status !== 429 && status !== 503) throw new Error(`${status}: ${body}`);
      await after(10);
    }
  }

  /** `batches` batches by `senders` senders at a time, each batch until it is acknowledged. */
  async insistOn(batches: number, senders = 8): Promise<void> {
    let left = batches;
    const work = async () => {
      while (left-- > 0) await this.insist();
    };
    await Promise.all(Array.from({ length: senders }, work));
  }

  /** Sends by `senders` senders at a time until the receiver is gone. */
  async untilCutOff(senders = 4): Promise<void> {
    const work = async () => {
      try {
        for (;;) await this.send();
      } catch {
        // The receiver went away; what was under way is not acknowledged.
      }
    };
    await Promise.all(Array.from({ length: senders }, work));
    this.#connections.destroy();
  }

  #post(body: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${this.#options.url}/v1/traces`,
        {
          method: "POST",
          agent: this.#connections,
          headers: { "content-type": "application/x-protobuf", "content-length": body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            resolve({
              status: response.statusCode!,
              retryAfter: response.headers["retry-after"],
              body: Buffer.concat(chunks).toString("latin1"),
            });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
