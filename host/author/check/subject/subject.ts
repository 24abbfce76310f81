import type {
  Clock,
  InjectedHeaders,
  Limits,
  Logger,
  Permissions,
  PluginConfig,
} from "../../../contract/index.ts";
import { inspectPlugin, type PluginReport } from "../../../plugins/index.ts";
import { compileComponent, guestText } from "../../../sandbox/index.ts";
import { describeEnd, Probe, type ProbeEnd, ProbePool } from "../../probe/index.ts";
import { type BatchCase, marker } from "./batch-case.ts";
import type { ConfigCase } from "./config-case.ts";
import { type BatchReply, Instance } from "./instance.ts";
import { StartFailure } from "./start-failure.ts";

export interface SubjectOptions {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly config: PluginConfig;
  readonly permissions: Permissions;
  readonly injectHeaders: InjectedHeaders;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly cacheDirectory?: string;
  /** So many batches for the memory's sake, and no longer than this. */
  readonly memoryRun: { readonly batches: number; readonly budgetMillis: number };
}

export interface StartedInstance {
  readonly instance: Instance;
  readonly width: number;
  /** Instantiation and config, without the making of the thread. */
  readonly readyMillis: number;
}

export type ConfigReply = Awaited<ReturnType<Instance["configure"]>>;

/** The plugin that is checked: its file, its config, and instances of it. What a check tried, later ones may look at. */
export class Subject {
  readonly options: SubjectOptions;
  readonly report: PluginReport;
  readonly #configReplies = new Map<string, ConfigReply>();
  readonly #batchReplies = new Map<BatchCase, BatchReply>();
  #pool: Promise<ProbePool> | undefined;
  #shared: Instance | undefined;

  constructor(options: SubjectOptions) {
    this.options = options;
    this.report = inspectPlugin(options.bytes, "the file");
  }

  /** @throws SpandockError why it can't be compiled; StartFailure */
  async instantiate(): Promise<{ readonly instance: Instance; readonly millis: number }> {
    const { limits, clock } = this.options;
    this.#pool ??= this.#makePool();
    const { probe, reply } = await Probe.start({ pool: await this.#pool, limits, clock });
    if (reply.kind === "answer") return { instance: new Instance(probe), millis: reply.millis };
    await probe.dispose();
    throw new StartFailure({
      sent: "nothing yet: an instance was made, which runs its start functions",
      expected: "an instance",
      found: this.describeEnd(reply.end),
      ...(reply.end.kind === "failed" ? { fix: reply.end.fix } : {}),
    });
  }

  /** An instance that has taken its config. @throws SpandockError, StartFailure */
  async start(): Promise<StartedInstance> {
    const { config } = this.options;
    const { instance, millis } = await this.instantiate();
    const reply = await instance.configure(config);
    if (reply.kind === "answer" && reply.value.kind === "made") {
      return { instance, width: reply.value.width, readyMillis: millis + reply.millis };
    }
    await instance.dispose();
    const found =
      reply.kind === "end"
        ? this.describeEnd(reply.end)
        : `it refused: ${reply.value.kind === "refused" ? reply.value.message : ""}`;
    throw new StartFailure({ sent: describeConfig(config), expected: "between 1 and 1000 exporters", found });
  }

  /** What the plugin says to a config, in an instance of its own. */
  async tryConfig({ id, config }: ConfigCase): Promise<ConfigReply> {
    const known = this.#configReplies.get(id);
    if (known !== undefined) return known;
    const { instance } = await this.instantiate();
    const reply = await instance.configure(config);
    const isMade = reply.kind === "answer" && reply.value.kind === "made";
    await (isMade ? instance.close() : instance.dispose());
    this.#configReplies.set(id, reply);
    return reply;
  }

  /** What the first exporter says to a batch, in the one instance that serves all of these, as in an agent. */
  async tryBatch(batchCase: BatchCase): Promise<BatchReply> {
    const known = this.#batchReplies.get(batchCase);
    if (known !== undefined) return known;
    if (this.#shared?.end !== undefined) await this.release();
    this.#shared ??= (await this.start()).instance;
    const reply = await this.#shared.export(batchCase.make());
    this.#batchReplies.set(batchCase, reply);
    return reply;
  }

  /** The batches that don't end the plugin: for checks that are about something else. */
  async survived(cases: readonly BatchCase[]): Promise<readonly BatchCase[]> {
    const replies: BatchReply[] = [];
    for (const each of cases) replies.push(await this.tryBatch(each));
    await this.release();
    return cases.filter((_, index) => replies[index]!.kind === "answer");
  }

  /** Stops the instance that `tryBatch` made, so that no check has another instance beside its own. */
  async release(): Promise<void> {
    const shared = this.#shared;
    this.#shared = undefined;
    await shared?.close();
  }

  /** Ends everything of it. */
  async dispose(): Promise<void> {
    await this.release();
    const pool = await this.#pool?.catch(() => undefined);
    await pool?.dispose();
  }

  describeEnd(end: ProbeEnd): string {
    const { file, bytes, limits } = this.options;
    return describeEnd(end, { file, bytes, memoryLimitBytes: limits.memoryBytes });
  }

  async #makePool(): Promise<ProbePool> {
    const { bytes, permissions, injectHeaders, limits, logger, clock, cacheDirectory } = this.options;
    const compiled = await compileComponent({
      name: "the file",
      bytes,
      memoryBytes: limits.memoryBytes,
      logger,
      clock,
      ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    });
    return new ProbePool({ name: "plugin", compiled, permissions, injectHeaders, marker }, clock);
  }
}

const maxShownBytes = 300;

function describeConfig({ blob, type }: PluginConfig): string {
  if (blob.length === 0) return `its config: an empty blob (${type})`;
  return `its config (${type}):\n${guestText(Buffer.from(blob).toString(), maxShownBytes)}`;
}
