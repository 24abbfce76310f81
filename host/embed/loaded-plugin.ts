import type { ExporterPort, Outcome, Service } from "../contract/index.ts";
import { countSpans } from "../otlp/index.ts";

/** A plugin that runs and takes batches until it is stopped. */
export class LoadedPlugin {
  readonly #plugin: ExporterPort & Pick<Service, "stop">;

  /** Made by `loadPlugin`. */
  constructor(plugin: ExporterPort & Pick<Service, "stop">) {
    this.#plugin = plugin;
  }

  /** How many exporters the plugin made from its config. Each gets every batch. */
  get exporterCount(): number {
    return this.#plugin.width;
  }

  /**
   * Hands one batch to every exporter of the plugin, and resolves with one outcome for each, in the plugin's order.
   * What fails is an outcome; it rejects for nothing. After a crash the plugin is made anew by itself, and the batch
   * comes back as `retryable`.
   *
   * @param spans an `ExportTraceServiceRequest` in OTLP protobuf. Bytes on a `SharedArrayBuffer` are shared with the
   * plugin's thread and must not change until the outcomes are there; others are copied before this returns.
   * @param exporters which of the plugin's exporters get it, as indexes into the outcomes of the first try; all of them
   * when it is left out
   */
  async exportSpans(spans: Uint8Array, exporters?: readonly number[]): Promise<readonly Outcome[]> {
    const counted = countSpans(spans);
    if (counted.kind === "counted") {
      return await this.#plugin.export({ spans, spanCount: counted.spanCount }, exporters);
    }
    const message = `not an ExportTraceServiceRequest: ${counted.message} at byte ${counted.offset}`;
    return Array.from({ length: exporters?.length ?? this.exporterCount }, () => ({
      kind: "permanent",
      message,
    }));
  }

  /**
   * Lets the batches in hand finish, calls the plugin's `stop`, and ends its thread.
   *
   * @throws SpandockError PLUGIN_STOP_FAILED with the plugin's own text; it is stopped all the same.
   */
  async stop(): Promise<void> {
    await this.#plugin.stop();
  }

  /** `stop`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
