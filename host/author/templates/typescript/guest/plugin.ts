import type { ConfigType, SpanBatch } from "spandock:exporter/types@1.0.0";
import { logToAgent } from "./console.ts";
import { reportCrash } from "./crash-report.ts";
import { MalformedBatch } from "./otlp.ts";

export type { ConfigType, SpanBatch };

/** What an exporter says of a batch. Messages are for the operator: no span data, no secrets. */
export type Outcome =
  /** Taken, but for `rejectedSpans`, which are not sent again. */
  | { readonly kind: "accepted"; readonly rejectedSpans?: number; readonly message?: string }
  /** Not taken: the agent sends the same batch again, not before `retryAfterMillis`. */
  | { readonly kind: "retryable"; readonly message: string; readonly retryAfterMillis?: number }
  /** Not taken, and never will be. */
  | { readonly kind: "permanent"; readonly message: string };

/** One destination for spans. */
export interface Exporter {
  /** A `MalformedBatch` may be thrown: it becomes a permanent outcome. */
  exportSpans(batch: SpanBatch): Outcome | Promise<Outcome>;
}

/** The exporters of a config, each of which gets every batch; or why there are none. */
export type Configured = { readonly exporters: readonly Exporter[] } | { readonly refused: string };

/** What a plugin is made of. Anything thrown counts as a crash: the agent reports it and makes the plugin anew. */
export interface Plugin {
  /** Called once, first. When it refuses, it has closed what it had opened. */
  traceExportersFromConfig(blob: Uint8Array, type: ConfigType): Configured | Promise<Configured>;
  /** Called once, last. Gives back what went wrong, for the operator; lines are kept. */
  stop?(): string | undefined | Promise<string | undefined>;
}

/** The plugin in the shape that ComponentizeJS wants: export it as `traceExporterPlugin`. */
export function toContract(plugin: Plugin) {
  logToAgent();
  return {
    // The engine calls the methods of exactly this class, not those of a subclass.
    TraceExporter,
    traceExportersFromConfig: (blob: Uint8Array, type: ConfigType) =>
      guarded(async () => {
        const made = await plugin.traceExportersFromConfig(ours(blob), type);
        if ("refused" in made) return err(made.refused);
        return ok(made.exporters.map((exporter) => new TraceExporter(exporter)));
      }),
    stop: () =>
      guarded(async () => {
        const problem = await plugin.stop?.();
        return problem === undefined ? ok(undefined) : err(problem);
      }),
  };
}

class TraceExporter {
  readonly #exporter: Exporter;

  constructor(exporter: Exporter) {
    this.#exporter = exporter;
  }

  exportSpans({ spans, spanCount }: SpanBatch) {
    return guarded(async () => toResult(await this.#outcome({ spans: ours(spans), spanCount })));
  }

  async #outcome(batch: SpanBatch): Promise<Outcome> {
    try {
      return await this.#exporter.exportSpans(batch);
    } catch (error) {
      if (error instanceof MalformedBatch) return { kind: "permanent", message: error.message };
      throw error;
    }
  }
}

/** The engine's side of the border has globals of its own: its bytes are no instance of our Uint8Array. */
function ours({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const ok = (val: unknown) => ({ tag: "ok", val });
const err = (val: unknown) => ({ tag: "err", val });

function toResult(outcome: Outcome) {
  switch (outcome.kind) {
    case "accepted":
      return ok({ rejectedSpans: outcome.rejectedSpans ?? 0, message: outcome.message });
    case "retryable":
      return err({
        tag: "retryable",
        val: { message: outcome.message, retryAfterMs: outcome.retryAfterMillis },
      });
    case "permanent":
      return err({ tag: "permanent", val: outcome.message });
    default:
      throw new TypeError(`an exporter gave back ${JSON.stringify(outcome)}, which is no outcome`);
  }
}

async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw reportCrash(thrown);
  }
}
