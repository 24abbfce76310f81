import type { ExporterConfig } from "../config/index.ts";
import type {
  Clock,
  ExporterCounters,
  ExporterEvent,
  ExporterState,
  ExporterView,
  Permissions,
  PermissionsView,
  QueueView,
  SpandockError,
} from "../contract/index.ts";
import type { ExporterStats } from "../pipeline/index.ts";
import type { PluginStatus } from "../plugins/index.ts";
import { type Call, CallMeter } from "./call-meter.ts";
import type { Canary } from "./canary.ts";
import type { ExporterInstance, InstanceEvents } from "./exporter-instance.ts";

export interface SlotOptions {
  readonly config: ExporterConfig;
  readonly clock: Clock;
  readonly onEvent: (event: ExporterEvent) => void;
}

/** The memory of a plugin is looked at once in so many calls. */
const callsPerLook = 64;

/** One exporter by its name: its config, the instance that runs, and the figures that outlive instances. */
export class ExporterSlot implements InstanceEvents {
  readonly name: string;
  config: ExporterConfig;
  /** On trial beside the running instance. */
  canary: Canary | undefined;
  /** Its queue is in the pipeline, whether in service or parked. */
  hasQueue = false;
  /** Changes that were asked for and have not begun. */
  changesWaiting = 0;
  readonly #options: SlotOptions;
  readonly #meter = new CallMeter();
  #instance: ExporterInstance | undefined;
  #past = { crashes: 0, restarts: 0 };
  #swaps = 0;
  #highWaterBytes = 0;
  #disabledSinceMillis: number;
  #failure: ExporterView["lastError"];
  #callsUntilLook = 0;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.config = options.config;
    this.name = options.config.name;
    this.#disabledSinceMillis = options.clock.now();
  }

  /** The one that runs; undefined = disabled. */
  get instance(): ExporterInstance | undefined {
    return this.#instance;
  }

  /** All calls count, whichever instance answered. */
  onCall(instance: ExporterInstance, call: Call): void {
    this.#meter.add(call);
    this.canary?.note(instance === this.#instance ? "running" : "candidate", call);
    if (this.#callsUntilLook > 0) this.#callsUntilLook -= 1;
    else this.#look(this.#instance?.plugin.status());
  }

  /** Only the running instance's state is the exporter's. */
  onStateChange(instance: ExporterInstance, status: PluginStatus): void {
    if (instance === this.#instance) this.#tell(status);
  }

  /** Puts `instance` into the place of the one before, if there was one. */
  enter(instance: ExporterInstance): void {
    if (this.#instance !== undefined) this.#swaps += 1;
    this.#leaveBehind();
    this.#instance = instance;
    this.config = instance.config;
    this.#failure = undefined;
    this.#tell(instance.plugin.status());
  }

  /** Nothing runs from now on. */
  leave(): void {
    this.#leaveBehind();
    this.#instance = undefined;
    this.#disabledSinceMillis = this.#options.clock.now();
    this.emit({ kind: "state", state: "disabled", message: `${this.name} is disabled` });
  }

  /** Why the last change of it failed. */
  fail({ code, message }: SpandockError): void {
    this.#failure = { code, message, atMillis: this.#options.clock.now() };
  }

  emit(event: Pick<ExporterEvent, "kind" | "message" | "state">): void {
    this.#options.onEvent({ atMillis: this.#options.clock.now(), exporter: this.name, ...event });
  }

  view(stats: ExporterStats | undefined): ExporterView {
    const status = this.#instance?.plugin.status();
    const { name, config, canary } = this;
    const lastError = latest(status?.lastError, this.#failure);
    this.#look(status);
    return {
      name,
      state: status?.state ?? "disabled",
      sinceMillis: status?.sinceMillis ?? this.#disabledSinceMillis,
      plugin: {
        file: config.pluginFile,
        width: status?.width ?? 0,
        ...(status && { digest: status.digest }),
      },
      ...(config.permissions && { permissions: permissionsView(config.permissions) }),
      limits: config.limits,
      counters: { ...delivered(stats), ...this.#meter.counters() },
      queue: queueView(stats, config),
      memory: {
        bytes: status?.memoryBytes ?? 0,
        highWaterBytes: this.#highWaterBytes,
        limitBytes: config.limits.memoryBytes,
      },
      crashes: this.#past.crashes + (status?.crashes ?? 0),
      restarts: this.#past.restarts + (status?.restarts ?? 0),
      swaps: this.#swaps,
      ...(lastError && { lastError }),
      ...(status?.retryAtMillis !== undefined && { retryAtMillis: status.retryAtMillis }),
      ...(canary && { canary: canary.view() }),
      callMillis: this.#meter.callMillis(),
    };
  }

  #look(status: PluginStatus | undefined): void {
    this.#callsUntilLook = callsPerLook;
    this.#highWaterBytes = Math.max(this.#highWaterBytes, status?.memoryBytes ?? 0);
  }

  #leaveBehind(): void {
    const status = this.#instance?.plugin.status();
    this.#look(status);
    this.#past.crashes += status?.crashes ?? 0;
    this.#past.restarts += status?.restarts ?? 0;
  }

  #tell({ state, lastError }: PluginStatus): void {
    const why = state === "ready" || lastError === undefined ? "" : `: ${lastError.message}`;
    this.emit({
      kind: "state",
      state: state satisfies ExporterState,
      message: `${this.name} is ${state}${why}`,
    });
  }
}

type PastError = ExporterView["lastError"];

const latest = (a: PastError, b: PastError) => ((a?.atMillis ?? 0) > (b?.atMillis ?? 0) ? a : (b ?? a));

const permissionsView = ({ directories, http, env }: Permissions): PermissionsView => ({
  directories,
  http,
  env: Object.keys(env),
});

type Delivered = Omit<ExporterCounters, "calls" | "boundaryBytes" | "outcomes">;

const delivered = (stats: ExporterStats | undefined): Delivered => ({
  queuedSpans: stats?.queuedSpans ?? 0,
  sentSpans: stats?.sentSpans ?? 0,
  rejectedSpans: stats?.rejectedSpans ?? 0,
  failedSpans: stats?.failedSpans ?? 0,
  deadLetteredSpans: stats?.deadLetteredSpans ?? 0,
  refusedSpans: stats?.refusedSpans ?? 0,
  refusedBatches: stats?.refusedBatches ?? 0,
  droppedSpans: stats?.droppedSpans ?? 0,
  retries: stats?.retries ?? 0,
});

const queueView = (stats: ExporterStats | undefined, { sendingQueue }: ExporterConfig): QueueView => ({
  size: stats?.queueSize ?? 0,
  capacity: stats?.queueCapacity ?? sendingQueue.queueSize,
  sizer: stats?.sizer ?? sendingQueue.sizer,
  batches: stats?.batchesInQueue ?? 0,
  spans: stats?.spansInQueue ?? 0,
  callsInFlight: stats?.callsInFlight ?? 0,
  batchesWaitingForRetry: stats?.batchesWaitingForRetry ?? 0,
  ...(stats?.storageBytes !== undefined && { storageBytes: stats.storageBytes }),
});
