import type { Attributes } from "../../otlp/index.ts";
import type { SampleEvent, SampleResource, SampleSpan } from "./sample-request.ts";
import { type SampleService, sampleServices } from "./sample-services.ts";

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
const failureShare = 0.1;
const goods = ["tea", "café au lait", "ボールペン", "socks"] as const;

export interface SampleTraceOptions {
  /** When the trace ends, nanoseconds since the epoch. */
  readonly endNano: bigint;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
}

/**
 * An order in a web shop: seven spans of four services, as a gateway would send them on in one request. One in ten
 * fails at the payment, with an exception event and the status `error` up to the root; then no mail is sent, and the
 * trace has five spans.
 */
export function sampleTrace(options: SampleTraceOptions): readonly SampleResource[] {
  const trace = new TraceMaker(options);
  const { random } = options;
  const order = 10_000 + Math.floor(random() * 90_000);
  const isFailed = random() < failureShare;
  const failure = isFailed ? { error: "the bank refused the card" } : {};
  const root = trace.add("web", "POST /orders", {
    kind: "server",
    attributes: {
      "http.request.method": "POST",
      "http.route": "/orders",
      "url.path": "/orders",
      "http.response.status_code": isFailed ? 502 : 201,
      "shop.goods": goods.filter(() => random() < 0.5),
    },
    ...failure,
  });
  const checkout = trace.add("shop", "checkout", {
    kind: "server",
    parent: root,
    attributes: { "shop.order": order },
    ...failure,
  });
  trace.add("shop", "INSERT orders", {
    kind: "client",
    parent: checkout,
    attributes: {
      "db.system.name": "postgresql",
      "db.namespace": "shop",
      "db.query.text": "INSERT INTO orders VALUES ($1, $2)",
    },
  });
  const call = trace.add("shop", "POST", {
    kind: "client",
    parent: checkout,
    attributes: { "http.request.method": "POST", "server.address": "payment", "server.port": 8443 },
    ...failure,
  });
  trace.add("payment", "charge", {
    kind: "server",
    parent: call,
    attributes: {
      "payment.amount": (Math.floor(random() * 10_000) + 0.5) / 100,
      "payment.is_retry": random() < 0.2,
    },
    ...(isFailed && { error: "card refused", exception: "CardRefused" }),
  });
  if (!isFailed) {
    const queued = trace.add("shop", "orders publish", {
      kind: "producer",
      parent: checkout,
      attributes: { "messaging.system": "kafka", "messaging.destination.name": "orders" },
    });
    trace.add("mailer", "orders process", {
      kind: "consumer",
      parent: queued,
      linksParent: true,
      attributes: { "messaging.system": "kafka", "messaging.batch.message_count": 1 },
    });
  }
  return trace.resources();
}

interface Added {
  readonly kind: keyof typeof kinds;
  readonly parent?: SampleSpan;
  readonly attributes: Attributes;
  readonly error?: string;
  /** The type of an exception to record. */
  readonly exception?: string;
  readonly linksParent?: boolean;
}

class TraceMaker {
  readonly #options: SampleTraceOptions;
  readonly #traceId: Uint8Array;
  readonly #spans = new Map<SampleService, SampleSpan[]>();
  #last: SampleSpan | undefined;

  constructor(options: SampleTraceOptions) {
    this.#options = options;
    this.#traceId = this.#bytes(16);
  }

  /** A span inside its parent's time, after what was added before it. */
  add(service: SampleService, name: string, added: Added): SampleSpan {
    const { kind, parent, attributes, error, exception, linksParent } = added;
    const { random, endNano } = this.#options;
    const [start, end] = parent
      ? this.#within(parent)
      : [endNano - BigInt(20 + Math.floor(random() * 180)) * 1_000_000n, endNano];
    const event: SampleEvent | undefined =
      exception === undefined
        ? undefined
        : {
            atNano: end,
            name: "exception",
            attributes: { "exception.type": exception, "exception.message": error ?? "" },
          };
    const span: SampleSpan = {
      traceId: this.#traceId,
      spanId: this.#bytes(8),
      parentSpanId: parent?.spanId,
      name,
      kind: kinds[kind],
      startNano: start,
      endNano: end,
      attributes,
      events: event && [event],
      links: linksParent && parent ? [parent] : undefined,
      error,
    };
    this.#spans.set(service, [...(this.#spans.get(service) ?? []), span]);
    this.#last = span;
    return span;
  }

  resources(): readonly SampleResource[] {
    return [...this.#spans].map(([service, spans]) => ({
      attributes: sampleServices[service],
      scope: { name: `${service}-instrumentation`, version: "1.0.0" },
      spans,
    }));
  }

  #within(parent: SampleSpan): readonly [bigint, bigint] {
    const isSibling =
      this.#last !== undefined && this.#last !== parent && this.#last.endNano < parent.endNano;
    const from = isSibling ? this.#last!.endNano : parent.startNano;
    const room = parent.endNano - from;
    const part = BigInt(10 + Math.floor(this.#options.random() * 50));
    const start = from + room / 20n;
    return [start, start + ((room - room / 20n) * part) / 100n];
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => Math.floor(this.#options.random() * 256));
  }
}
