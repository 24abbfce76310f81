import type { Batch, ConfigType, Outcome, PluginConfig } from "../../contract/index.ts";
import {
  type GuestAccepted,
  type GuestFailure,
  maxGuestTextBytes,
  outcomeOfAccepted,
  outcomeOfFailure,
} from "./guest-outcome.ts";
import { guestText } from "./guest-text.ts";

/** Most exporters that one config may make. */
export const maxExporters = 1000;

/** The contract's exported interface as jco gives it: an `err` is thrown as it is, a trap as an Error. */
export interface GuestExports {
  traceExportersFromConfig(blob: Uint8Array, type: ConfigType): GuestTraceExporter[];
  stop(): void;
}

interface GuestTraceExporter {
  exportSpans(batch: { readonly spans: Uint8Array; readonly spanCount: number }): GuestAccepted;
}

/** What a config led to. */
export type Configured =
  | { readonly kind: "made"; readonly width: number }
  | { readonly kind: "refused"; readonly message: string };

/**
 * One instance of a plugin, in this thread. Every method runs guest code and returns when it does; what the guest
 * answers is a value. A trap is thrown, and the instance is dead from then on.
 */
export class Guest {
  readonly #exports: GuestExports;
  readonly #memories: ReadonlySet<WebAssembly.Memory>;
  /** Held for the guest's life: jco drops a resource's handle when its object is collected. */
  #exporters: readonly GuestTraceExporter[] = [];

  constructor(exports: GuestExports, memories: ReadonlySet<WebAssembly.Memory>) {
    this.#exports = exports;
    this.#memories = memories;
  }

  /** Hands over the config. Between 1 and `maxExporters` exporters are taken; anything else counts as refused. */
  configure({ blob, type }: PluginConfig): Configured {
    const made = attempt<GuestTraceExporter[], string>(() =>
      this.#exports.traceExportersFromConfig(blob, type),
    );
    if (!made.ok) return { kind: "refused", message: guestText(made.err, maxGuestTextBytes) };
    const width = made.value.length;
    if (width === 0)
      return { kind: "refused", message: "made no exporter from its config; expected at least 1" };
    if (width > maxExporters) {
      return {
        kind: "refused",
        message: `made ${width} exporters from its config; at most ${maxExporters} are taken`,
      };
    }
    this.#exporters = made.value;
    return { kind: "made", width };
  }

  /** Hands one batch to the exporter at index `target`, which is below the width. */
  export(target: number, batch: Batch): Outcome {
    const taken = this.answer(target, batch);
    return taken.ok ? outcomeOfAccepted(taken.value, batch.spanCount) : outcomeOfFailure(taken.err);
  }

  /** The same, in the guest's own words: nothing is bounded, cut or checked. For those who judge a plugin. */
  answer(target: number, { spans, spanCount }: Batch): GuestAnswer {
    return attempt(() => this.#exporters[target]!.exportSpans({ spans, spanCount }));
  }

  /** Calls the guest's `stop`; gives back the text of its `err`. */
  stop(): string | undefined {
    const stopped = attempt<void, string>(() => this.#exports.stop());
    return stopped.ok ? undefined : guestText(stopped.err, maxGuestTextBytes);
  }

  /** What its linear memories take at the moment, in bytes. */
  memoryBytes(): number {
    let bytes = 0;
    for (const memory of this.#memories) bytes += memory.buffer.byteLength;
    return bytes;
  }
}

/** What `export-spans` gave back, as it came. */
export type GuestAnswer = Attempt<GuestAccepted, GuestFailure>;

type Attempt<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly err: E };

/** Takes an `err` for a value: jco throws the bare value, or an Error that carries it as `payload`. */
function attempt<T, E>(call: () => T): Attempt<T, E> {
  try {
    return { ok: true, value: call() };
  } catch (thrown) {
    if (!(thrown instanceof Error)) return { ok: false, err: thrown as E };
    if (Object.hasOwn(thrown, "payload"))
      return { ok: false, err: (thrown as { payload?: unknown }).payload as E };
    throw thrown;
  }
}
