import type { DevEvent, OutcomeSummary } from "../../author/index.ts";
import { type Endpoint, formatEndpoint } from "../../contract/index.ts";
import { formatError } from "../print-error.ts";

export interface DevPrinterOptions {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** A path as the user would write it. */
  readonly shown: (path: string) => string;
}

type EventOf<K extends DevEvent["kind"]> = Extract<DevEvent, { kind: K }>;

/** What happens in `plugin dev`, in lines: the kit's own begin with a word in the first column. */
export class DevPrinter {
  readonly #options: DevPrinterOptions;
  #lastRefusal = "";

  constructor(options: DevPrinterOptions) {
    this.#options = options;
  }

  print(event: DevEvent): void {
    switch (event.kind) {
      case "command":
        this.#line("build", event.text);
        return;
      case "built":
        this.#line("built", this.#built(event));
        return;
      case "running":
        this.#running(event);
        return;
      case "swapped":
        this.#line("swap", swapped(event));
        return;
      case "reloaded":
        this.#line("config", "read anew");
        return;
      case "failed":
        this.#failed(event);
        return;
      case "log":
        this.#line(event.level, logText(event));
        return;
      case "outcomes":
        this.#lastRefusal = "";
        this.#line("spans", outcomes(event));
        return;
      case "refused":
        this.#refused(event.reason);
        return;
      case "stopped":
        this.#stopped(event);
        return;
      default:
        event satisfies never;
    }
  }

  #line(word: string, text: string): void {
    // What a plugin says may have lines of its own: none of them may pass for one of ours.
    this.#options.stdout.write(`${word.padEnd(9)}${text.replaceAll("\n", "\n         ")}\n`);
  }

  #built({ component, sizeBytes, millis }: EventOf<"built">): string {
    return `${this.#options.shown(component)}, ${sizeBytes.toLocaleString("en-US")} bytes, in ${seconds(millis)}`;
  }

  #running({ addresses, exporters }: EventOf<"running">): void {
    this.#line("running", exporters.join(", ") || "none of the exporters is this project's");
    const url = (endpoint: Endpoint | undefined) =>
      endpoint === undefined ? "" : `http://${formatEndpoint(endpoint)}`;
    const http = url(addresses.get("otlp/http"));
    this.#line("", `OTLP/HTTP  ${http}    for your own SDK: OTEL_EXPORTER_OTLP_ENDPOINT=${http}`);
    this.#line("", `OTLP/gRPC  ${url(addresses.get("otlp/grpc"))}`);
    this.#line("", `live page  ${url(addresses.get("admin"))}/`);
    this.#line("", "Save a source to see it swapped in; Ctrl-C ends.");
  }

  #failed({ errors, runsOn }: EventOf<"failed">): void {
    this.#options.stderr.write(errors.map(formatError).join(""));
    this.#line(
      "waiting",
      runsOn ? "the plugin before runs on; save a change to try again" : "save a change to try again",
    );
  }

  /** The same reason is told once, until a batch went through. */
  #refused(reason: string): void {
    if (reason !== this.#lastRefusal) this.#line("warn", `sample spans were not taken: ${reason}`);
    this.#lastRefusal = reason;
  }

  #stopped({ lostSpans, problems }: EventOf<"stopped">): void {
    this.#options.stderr.write(problems.map(formatError).join(""));
    this.#line("stopped", lostSpans === 0 ? "no span was lost" : `${lostSpans} spans were lost`);
  }
}

const seconds = (millis: number) => `${(millis / 1000).toFixed(millis < 100 ? 2 : 1)} s`;

function swapped({ exporter, isNew, buildMillis, swapMillis }: EventOf<"swapped">): string {
  const built = `${exporter}: rebuilt in ${seconds(buildMillis)}`;
  return isNew ? `${built}, swapped in ${seconds(swapMillis)}` : `${built}, the same plugin as before`;
}

function logText({ exporter, message, fields }: EventOf<"log">): string {
  const details = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key.replace(/^plugin\./, "")}=${value}`);
  return `${exporter === undefined ? "" : `${exporter}: `}${message}${details.join("")}`;
}

function outcomes(summary: OutcomeSummary): string {
  const { exporter, state, calls, sentSpans, rejectedSpans, failedSpans, queuedSpans } = summary;
  const kinds = [
    [summary.accepted, "accepted"],
    [summary.partlyRejected, "partly rejected"],
    [summary.retryable, "retryable"],
    [summary.permanent, "permanent"],
  ] as const;
  const spans = [
    [sentSpans, "spans sent"],
    [rejectedSpans, "rejected"],
    [failedSpans, "given up"],
    [queuedSpans, "waiting"],
  ] as const;
  const list = (counts: readonly (readonly [number, string])[]) =>
    counts
      .flatMap(([count, word]) => (count === 0 ? [] : [`${count.toLocaleString("en-US")} ${word}`]))
      .join(", ");
  const parts = [
    state === "ready" || state === "stopped" ? "" : state,
    calls === 0
      ? ""
      : `${calls.toLocaleString("en-US")} ${calls === 1 ? "batch" : "batches"}: ${list(kinds)}`,
    list(spans),
    latency(summary),
  ];
  return `${exporter}: ${parts.filter((part) => part !== "").join("; ")}`;
}

function latency({ callMillis, slowestMillis }: OutcomeSummary): string {
  if (callMillis === undefined || slowestMillis === undefined) return "";
  const bound = Number.isFinite(slowestMillis) ? `, none above ${slowestMillis} ms` : "";
  return `${callMillis >= 100 ? Math.round(callMillis) : callMillis.toPrecision(2)} ms a batch${bound}`;
}
