import { Config } from "../config/config";
import { ConfigResult } from "../config/config-result";
import { newTraceExporter } from "../imports/trace-exporter";
import { Outcome, OutcomeKind } from "../outcome";
import { SpanBatch } from "../span-batch";
import { TraceExporter } from "../trace-exporter";
import { LoweredText, release } from "./host-memory";

export { cabiRealloc } from "./host-memory";

/**
 * The plugin's side of `trace-exporter-plugin` in the canonical ABI. The host reads a result from `answer` and the
 * memory it points to, then calls the `after…` function, which frees them. Layouts:
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md
 */
const answer = memory.data(24, 8);
const ok: u8 = 0;
const err: u8 = 1;

/** A handle's representation is its index here. */
const exporters: Array<TraceExporter | null> = [];
let currentConfig: Config | null = null;
let answerText: LoweredText | null = null;
let handles: usize = 0;
let handlesByteLength: usize = 0;

/** The argument of the author's `traceExportersFromConfig`. */
export function takeConfig(blob: usize, byteLength: usize, type: i32): Config {
  const bytes = new Uint8Array(<i32>byteLength);
  memory.copy(bytes.dataStart, blob, byteLength);
  release(blob, byteLength);
  const config = new Config(bytes, type);
  currentConfig = config;
  return config;
}

/** Answers with `result<list<trace-exporter>, string>`: u8 tag, at 4 address, at 8 length. */
export function configured(result: ConfigResult): usize {
  const refusal = result.refusal;
  const unreported = currentConfig!.problems;
  currentConfig = null;
  // A config whose problems the author did not look at is no config to start with.
  if (refusal !== null || unreported.length > 0) {
    return answerError(refusal !== null ? refusal : unreported.join("\n"));
  }
  const made = result.exporters;
  handlesByteLength = <usize>made.length * sizeof<i32>();
  handles = handlesByteLength == 0 ? sizeof<i32>() : heap.alloc(handlesByteLength);
  for (let i = 0; i < made.length; i++) {
    const representation = exporters.push(made[i]) - 1;
    store<i32>(handles + <usize>i * sizeof<i32>(), newTraceExporter(representation));
  }
  store<u8>(answer, ok);
  store<usize>(answer, handles, 4);
  store<usize>(answer, made.length, 8);
  return answer;
}

export function afterConfigure(_answer: usize): void {
  release(handles, handlesByteLength);
  handlesByteLength = 0;
  freeText();
}

/** Answers with `result<accepted, failure>`. */
export function exportSpans(representation: i32, spans: usize, byteLength: usize, spanCount: u32): usize {
  const exporter = exporters[representation];
  const batch = new SpanBatch(spans, byteLength, spanCount);
  const outcome = exporter!.exportSpans(batch);
  batch.end();
  release(spans, byteLength);
  switch (outcome.kind) {
    case OutcomeKind.Retryable: {
      answerFailure(0, outcome);
      const isTimed = outcome.retryAfterMillis >= 0;
      store<u8>(answer, isTimed ? 1 : 0, 16);
      store<u32>(answer, isTimed ? <u32>outcome.retryAfterMillis : 0, 20);
      break;
    }
    case OutcomeKind.Permanent: {
      answerFailure(1, outcome);
      break;
    }
    default: {
      store<u8>(answer, ok);
      store<u32>(answer, outcome.rejectedSpans, 4);
      store<u8>(answer, outcome.message !== null ? 1 : 0, 8);
      if (outcome.message !== null) storeText(outcome.message!, 12);
    }
  }
  return answer;
}

export function afterExportSpans(_answer: usize): void {
  freeText();
  // The small runtime collects only when it is told to, and only here no object is in use.
  if (ASC_RUNTIME == 1) __collect();
}

/** Answers with `result<_, string>`. */
export function stopped(problem: string | null): usize {
  if (problem !== null) return answerError(problem);
  store<u8>(answer, ok);
  return answer;
}

export function afterStop(_answer: usize): void {
  freeText();
}

/** The host has let go of an exporter. */
export function dropExporter(representation: i32): void {
  exporters[representation] = null;
}

function answerError(text: string): usize {
  store<u8>(answer, err);
  storeText(text, 4);
  return answer;
}

function answerFailure(kind: u8, outcome: Outcome): void {
  store<u8>(answer, err);
  store<u8>(answer, kind, 4);
  const message = outcome.message;
  storeText(message !== null ? message : "", 8);
}

function storeText(text: string, offset: usize): void {
  const lowered = new LoweredText(text);
  store<usize>(answer + offset, lowered.address);
  store<usize>(answer + offset, lowered.byteLength, 4);
  answerText = lowered;
}

function freeText(): void {
  const text = answerText;
  if (text !== null) text.free();
  answerText = null;
}
