import {
  type Clock,
  type ErrorCode,
  type InjectedHeaders,
  type Limits,
  type Logger,
  type Permissions,
  type PluginConfig,
  SpandockError,
} from "../../contract/index.ts";
import { verifyPlugin } from "../../plugins/index.ts";
import { compileComponent } from "../../sandbox/index.ts";
import {
  describeEnd,
  Probe,
  type ProbeBatch,
  type ProbeEnd,
  ProbePool,
  type Repeated,
  type Reply,
} from "../probe/index.ts";

export interface ContenderOptions {
  readonly name: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly config: PluginConfig;
  readonly permissions: Permissions;
  readonly injectHeaders?: InjectedHeaders;
  readonly limits: Limits;
  readonly cacheDirectory?: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

const codes: Readonly<Record<ProbeEnd["kind"], ErrorCode>> = {
  trap: "PLUGIN_CRASHED",
  hang: "PLUGIN_TIMEOUT",
  death: "PLUGIN_CRASHED",
  failed: "PLUGIN_LOAD_FAILED",
};

/** One instance of a plugin that takes batches as fast as it can. What goes wrong is thrown: a crash has no speed. */
export class Contender {
  readonly #options: ContenderOptions;
  readonly #pool: ProbePool;
  readonly #probe: Probe;
  linearBytes = 0;

  private constructor(options: ContenderOptions, pool: ProbePool, probe: Probe) {
    this.#options = options;
    this.#pool = pool;
    this.#probe = probe;
  }

  /** @throws SpandockError with one of the codes `PLUGIN_…` */
  static async start(options: ContenderOptions): Promise<Contender> {
    const { name, bytes, limits, permissions, injectHeaders = {}, config, clock } = options;
    verifyPlugin({ name, bytes });
    const compiled = await compileComponent({ ...options, memoryBytes: limits.memoryBytes });
    const pool = new ProbePool({ name, compiled, permissions, injectHeaders, marker: "\u0000" }, clock);
    const { probe, reply } = await Probe.start({ pool, limits, clock });
    const contender = new Contender(options, pool, probe);
    try {
      contender.#valueOf(reply, "its start");
      const configured = contender.#valueOf(await probe.call({ kind: "config", config }), "its config");
      if (configured.kind === "made") return contender;
      throw new SpandockError("PLUGIN_CONFIG_REFUSED", {
        message: `${name}: the plugin refused its config: ${configured.message}`,
        fix: "Name a config that the plugin takes: --config FILE, or -c spandock.yaml.",
      });
    } catch (error) {
      await contender.#end();
      throw error;
    }
  }

  /** Exports one batch over and over, as often as fits into the time. */
  async run(batch: ProbeBatch, budgetMillis: number): Promise<Repeated> {
    const times = Number.MAX_SAFE_INTEGER;
    const reply = await this.#probe.call({
      kind: "repeat",
      target: 0,
      batches: [batch],
      times,
      budgetMillis,
    });
    return this.#valueOf(reply, `batches of ${batch.spanCount} spans`);
  }

  async stop(): Promise<void> {
    await this.#probe.call({ kind: "stop" });
    await this.#end();
  }

  async #end(): Promise<void> {
    await this.#probe.dispose();
    await this.#pool.dispose();
  }

  #valueOf<T>(reply: Reply<T>, during: string): T {
    if (reply.kind === "answer") {
      this.linearBytes = reply.memoryBytes;
      return reply.value;
    }
    const { name, file, bytes, limits } = this.#options;
    const found = describeEnd(reply.end, { file, bytes, memoryLimitBytes: limits.memoryBytes });
    throw new SpandockError(codes[reply.end.kind], {
      message: `${name}: over ${during}: ${found}`,
      fix: "See what else is wrong with: spandock plugin check.",
    });
  }
}
