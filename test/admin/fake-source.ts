import type { AdminSource, HealthReport } from "../../host/admin/index.ts";
import {
  type Change,
  type ExporterControl,
  type ExporterEvent,
  type ExporterView,
  type RecentSpan,
  SpandockError,
} from "../../host/contract/index.ts";

export const digest = `sha256:${"ab".repeat(32)}`;

/** An exporter with every field that there can be. */
export function exporterView(more: Partial<ExporterView> = {}): ExporterView {
  return {
    name: "files",
    state: "ready",
    sinceMillis: 1_700_000_000_000,
    plugin: { file: "/plugins/files.wasm", digest, width: 2 },
    permissions: {
      directories: [{ guestPath: "/out", hostPath: "/srv/out", access: "write" }],
      http: ["https://collector.example:4318"],
      env: ["HOSTNAME"],
    },
    limits: {
      memoryBytes: 64 * 1024 * 1024,
      configTimeoutMillis: 10_000,
      exportTimeoutMillis: 5_000,
      stopTimeoutMillis: 10_000,
    },
    counters: {
      queuedSpans: 100,
      sentSpans: 80,
      rejectedSpans: 3,
      failedSpans: 5,
      deadLetteredSpans: 4,
      refusedSpans: 7,
      refusedBatches: 1,
      droppedSpans: 2,
      retries: 6,
      calls: 30,
      boundaryBytes: 9_000,
      outcomes: { accepted: 20, partlyRejected: 1, retryable: 6, permanent: 3 },
    },
    queue: {
      size: 12,
      capacity: 1000,
      sizer: "requests",
      batches: 12,
      spans: 120,
      callsInFlight: 2,
      batchesWaitingForRetry: 1,
      storageBytes: 4_096,
    },
    memory: { bytes: 131_072, highWaterBytes: 262_144, limitBytes: 64 * 1024 * 1024 },
    crashes: 2,
    restarts: 1,
    swaps: 3,
    lastError: { code: "PLUGIN_CRASHED", message: "files: unreachable", atMillis: 1_700_000_000_000 },
    retryAtMillis: 1_700_000_001_000,
    canary: { share: 0.05, sinceMillis: 1_700_000_000_000, digest, answered: 9 },
    callMillis: { bounds: [1, 5, 25], counts: [10, 15, 4, 1], count: 30, sum: 120.5 },
    ...more,
  };
}

/** What the admin endpoint asked for, in words such as `reload files {"persist":true}`. */
export class FakeControl implements ExporterControl {
  readonly calls: string[] = [];
  readonly views: ExporterView[] = [exporterView()];
  readonly #listeners = new Set<(event: ExporterEvent) => void>();
  /** Thrown by every change from now on. */
  failure: Error | undefined;
  kind: Change["kind"] = "changed";

  list(): readonly ExporterView[] {
    return this.views;
  }

  add(name: string, entry: string, options?: object): Promise<Change> {
    return this.#change("add", name, { entry, ...options });
  }

  remove(name: string, options?: object): Promise<Change> {
    return this.#change("remove", name, options);
  }

  reload(name: string, options?: object): Promise<Change> {
    return this.#change("reload", name, options);
  }

  enable(name: string, options?: object): Promise<Change> {
    return this.#change("enable", name, options);
  }

  disable(name: string, options?: object): Promise<Change> {
    return this.#change("disable", name, options);
  }

  subscribe(listener: (event: ExporterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get subscribers(): number {
    return this.#listeners.size;
  }

  publish(event: Partial<ExporterEvent> = {}): void {
    const whole: ExporterEvent = {
      atMillis: 1_700_000_000_000,
      exporter: "files",
      kind: "state",
      message: "files is ready",
      state: "ready",
      ...event,
    };
    for (const listener of this.#listeners) listener(whole);
  }

  async #change(verb: string, name: string, options: object = {}): Promise<Change> {
    this.calls.push(`${verb} ${name} ${JSON.stringify(options)}`);
    if (this.failure !== undefined) throw this.failure;
    if (verb !== "add" && !this.views.some((view) => view.name === name)) {
      throw new SpandockError("EXPORTER_UNKNOWN", { message: `there is no exporter "${name}"` });
    }
    return { kind: this.kind, exporter: name, message: `${verb}: done` };
  }
}

export class FakeSource implements AdminSource {
  readonly exporters = new FakeControl();
  report: HealthReport = { status: "ready", components: { "exporters/files": "ready" } };
  /** Readers of the tail of spans. */
  tails = 0;
  recentSpans: readonly RecentSpan[] = [];
  sendSpans: (spans: readonly RecentSpan[]) => void = () => {};

  readonly spans = {
    recent: () => this.recentSpans,
    subscribe: (listener: (spans: readonly RecentSpan[]) => void) => {
      this.tails += 1;
      this.sendSpans = listener;
      return () => {
        this.tails -= 1;
      };
    },
  };

  health(): HealthReport {
    return this.report;
  }

  agent() {
    return {
      version: "1.2.3",
      contract: "spandock:exporter@1.0.0",
      startedAtMillis: 1_700_000_000_000,
      configFile: "/etc/spandock.yaml",
      residentBytes: 50_000_000,
      receivers: [
        {
          name: "otlp/http",
          transport: "http" as const,
          endpoint: "127.0.0.1:4318",
          figures: {
            acceptedSpans: 1,
            refusedSpans: 0,
            rejectedSpans: 0,
            failedSpans: 0,
            receivedBytes: 99,
          },
        },
      ],
    };
  }

  config() {
    return { exporters: { files: { config: { token: "[redacted]" } } } };
  }

  metrics(): string {
    return "otelcol_process_uptime 1\n";
  }

  /** Takes what begins as WebAssembly does. */
  inspect(bytes: Uint8Array, name: string) {
    const report = { kind: "component", digest, sizeBytes: bytes.length, capabilities: [] };
    if (bytes[0] === 0) return report;
    const refusal = {
      code: "PLUGIN_NOT_WASM",
      message: `${name}: is no WebAssembly`,
      fix: "Build it.",
    } as const;
    return { ...report, kind: "other", refusal };
  }
}
