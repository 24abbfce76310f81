import { type LoadPluginOptions, loadPlugin } from "./load-plugin.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { type LogLine, warnOnConsole } from "./log-lines.ts";
import type { ReadableSpan } from "./readable-span.ts";
import { type RetryOptions, sendWithRetry } from "./send-with-retry.ts";
import { encodeSpans } from "./spans-to-otlp.ts";

export interface WasmSpanExporterOptions extends LoadPluginOptions {
  /** How batches are tried again that the plugin may take later. Five tries, 1 s to 5 s apart, when it is left out. */
  readonly retry?: Partial<RetryOptions>;
}

/** `ExportResult` of `@opentelemetry/core`: code 0 is success, 1 is failure. */
export interface ExportResult {
  code: number;
  error?: Error;
}

/**
 * A `SpanExporter` of the OpenTelemetry JS SDK (`@opentelemetry/sdk-trace-*`, major versions 1 and 2) that hands spans
 * to a WebAssembly exporter. The plugin starts at once in its own thread; what is exported before it is ready waits
 * for it. A plugin that can't start makes every export fail with the SpandockError that says why.
 */
export class WasmSpanExporter {
  readonly #plugin: Promise<LoadedPlugin>;
  readonly #retry: Partial<RetryOptions>;
  readonly #onLog: (line: LogLine) => void;
  readonly #pending = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #shutdown: Promise<void> | undefined;

  constructor({ retry = {}, ...options }: WasmSpanExporterOptions) {
    this.#retry = retry;
    this.#onLog = options.onLog ?? warnOnConsole;
    this.#plugin = loadPlugin(options);
    // Each export reports it; nobody else has to wait for it.
    this.#plugin.catch(() => {});
  }

  /** Calls back once, with success when every exporter of the plugin took the spans. Never throws. */
  export(spans: readonly ReadableSpan[], resultCallback: (result: ExportResult) => void): void {
    if (this.#shutdown !== undefined) {
      resultCallback({ code: 1, error: new Error("the exporter was shut down") });
      return;
    }
    const sent = this.#send(spans).then(
      () => resultCallback({ code: 0 }),
      (error: unknown) =>
        resultCallback({ code: 1, error: error instanceof Error ? error : new Error(String(error)) }),
    );
    this.#pending.add(sent);
    void sent.finally(() => this.#pending.delete(sent));
  }

  /** Resolves when all that was exported so far has its result. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /**
   * Lets every batch have one try more at most, calls the plugin's `stop`, and ends its thread.
   *
   * @throws SpandockError PLUGIN_STOP_FAILED with the plugin's own text
   */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.#stop();
    return this.#shutdown;
  }

  async #send(spans: readonly ReadableSpan[]): Promise<void> {
    const encoded = encodeSpans(spans);
    const plugin = await this.#plugin;
    const warnings = await sendWithRetry(plugin, encoded, { ...this.#retry, signal: this.#closing.signal });
    for (const message of warnings) this.#onLog({ level: "warn", message, fields: {} });
  }

  async #stop(): Promise<void> {
    this.#closing.abort();
    await this.forceFlush();
    const plugin = await this.#plugin.catch(() => undefined);
    await plugin?.stop();
  }
}
