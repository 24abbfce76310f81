import { Config, ConfigResult, Log, LogFields, Outcome, SpanBatch, TraceExporter } from "@spandock/guest-sdk";

/** Counts what comes, and keeps nothing of it: for benchmarks, and for trying out an agent. */
class CountingExporter extends TraceExporter {
  private batches: u64 = 0;
  private spans: u64 = 0;
  private bytes: u64 = 0;

  exportSpans(batch: SpanBatch): Outcome {
    this.batches++;
    this.spans += batch.spanCount;
    this.bytes += batch.byteLength;
    return Outcome.accepted();
  }

  report(): void {
    const totals = new LogFields()
      .add("batches", this.batches.toString())
      .add("spans", this.spans.toString())
      .add("bytes", this.bytes.toString());
    Log.info("counted", totals);
  }
}

const counter = new CountingExporter();

export function traceExportersFromConfig(_config: Config): ConfigResult {
  return ConfigResult.ok([counter]);
}

export function stop(): string | null {
  counter.report();
  return null;
}
