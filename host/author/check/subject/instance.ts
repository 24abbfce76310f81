import type { PluginConfig } from "../../../contract/index.ts";
import type { Probe, ProbeBatch, ProbeEnd, ProbeLine, Reply } from "../../probe/index.ts";

/** What an exporter said of a batch, in its own words, or how the plugin came to its end over it. */
export type BatchReply = Reply<BatchAnswer>;
export type BatchAnswer =
  | { readonly kind: "accepted"; readonly rejectedSpans: number; readonly message?: string }
  | { readonly kind: "retryable"; readonly message: string }
  | { readonly kind: "permanent"; readonly message: string };

/** One instance of the plugin, in the words of the checks. */
export class Instance {
  readonly #probe: Probe;

  constructor(probe: Probe) {
    this.#probe = probe;
  }

  get end(): ProbeEnd | undefined {
    return this.#probe.end;
  }

  async configure(config: PluginConfig) {
    return await this.#probe.call({ kind: "config", config });
  }

  async export(batch: ProbeBatch, target = 0): Promise<BatchReply> {
    const reply = await this.#probe.call({ kind: "export", target, batch });
    if (reply.kind === "end") return reply;
    const { value } = reply;
    if (value.ok) return { ...reply, value: { kind: "accepted", ...value.value } };
    const { err } = value;
    const answer: BatchAnswer =
      err.tag === "permanent"
        ? { kind: "permanent", message: err.val }
        : { kind: "retryable", message: err.val.message };
    return { ...reply, value: answer };
  }

  /** Many batches in turn; what became of them is only counted. */
  async repeat(batches: readonly ProbeBatch[], times: number, budgetMillis: number) {
    return await this.#probe.call({ kind: "repeat", target: 0, batches, times, budgetMillis });
  }

  async stop() {
    return await this.#probe.call({ kind: "stop" });
  }

  /** Ends it as an agent would: the guest's `stop`, whatever it answers, and then the thread. */
  async close(): Promise<void> {
    await this.stop();
    await this.dispose();
  }

  async dispose(): Promise<void> {
    await this.#probe.dispose();
  }
}

/** The first line that holds what stood in the spans. */
export function markedLine(lines: readonly ProbeLine[]): ProbeLine | undefined {
  return lines.find(({ hasMarker }) => hasMarker);
}
