import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import { buildWith, projectToolchain, toolsMissing } from "../build-project.ts";
import type { ToolRunner } from "../toolchains/index.ts";
import { DevAgent, type DevAgentOptions, knownErrors } from "./dev-agent.ts";
import { SourceWatch } from "./source-watch.ts";

export interface DevSessionOptions extends Omit<DevAgentOptions, "component" | "configFile"> {
  /** Absolute path of the project. */
  readonly folder: string;
  /** Absolute; the folder's `spandock.yaml`, when there is one, by default. */
  readonly configFile?: string | undefined;
  readonly tools: ToolRunner;
}

/**
 * Builds a project, runs it in an agent of its own on sample traffic, and puts each saved change into the running
 * agent. One build at a time: what is saved meanwhile comes with the next one. What fails leaves the old plugin
 * running, and is tried again with the next change.
 */
export class DevSession {
  readonly #options: DevSessionOptions;
  readonly #configFile: string | undefined;
  readonly #watch: SourceWatch;
  readonly #building = new AbortController();
  /** Files that changed and have not been seen to. */
  readonly #changed = new Set<string>();
  #component: string | undefined;
  #agent: DevAgent | undefined;
  #working: Promise<void> | undefined;

  constructor(options: DevSessionOptions) {
    const { folder, clock } = options;
    const usual = join(folder, "spandock.yaml");
    this.#options = options;
    this.#configFile = options.configFile ?? (existsSync(usual) ? usual : undefined);
    this.#watch = new SourceWatch({
      folder,
      moreFiles: this.#configFile === undefined ? [] : [this.#configFile],
      isIgnored: (path) => this.#isWritten(path),
      onChange: (files) => {
        for (const file of files) this.#changed.add(file);
        this.#working ??= this.#workOff();
      },
      clock,
    });
  }

  /**
   * Resolves when the first build is through, well or not: what a compiler says is told as an event.
   *
   * @throws SpandockError PLUGIN_PROJECT_UNKNOWN, TOOLCHAIN_MISSING
   */
  async start(): Promise<void> {
    const { folder, tools } = this.#options;
    const toolchain = projectToolchain(folder);
    const missing = (await toolchain.findTools({ folder, tools })).filter(
      ({ version }) => version === undefined,
    );
    if (missing.length > 0) throw toolsMissing(toolchain.title, missing);
    await this.#watch.start();
    if (this.#building.signal.aborted) return await this.#watch.stop();
    this.#working = this.#workOff(true);
    await this.#working;
  }

  /** Ends a build that is under way, drains the agent and stops it. An abort of `hurry` ends all waiting. */
  async stop(hurry?: AbortSignal): Promise<void> {
    this.#building.abort();
    await this.#watch.stop();
    await this.#working;
    await this.#agent?.stop(hurry);
  }

  async #workOff(isFirst = false): Promise<void> {
    try {
      if (isFirst) await this.#bring(() => this.#rebuild());
      while (this.#changed.size > 0 && !this.#building.signal.aborted) {
        const files = [...this.#changed];
        this.#changed.clear();
        if (files.some((file) => file === this.#configFile)) await this.#bring(() => this.#rereadConfig());
        if (files.some((file) => file !== this.#configFile)) await this.#bring(() => this.#rebuild());
      }
    } finally {
      this.#working = undefined;
    }
  }

  /** Whatever fails is told, and leaves things as they were. */
  async #bring(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const errors = knownErrors(error);
      if (this.#building.signal.aborted) return;
      this.#options.emit({ kind: "failed", errors, runsOn: this.#agent !== undefined });
    }
  }

  async #rebuild(): Promise<void> {
    const { folder, tools, emit, clock } = this.#options;
    const startedAt = clock.monotonic();
    const { signal } = this.#building;
    const onCommand = (text: string) => emit({ kind: "command", text });
    const { component, report } = await this.#watch.whileBuilding(() =>
      buildWith(projectToolchain(folder), { folder, tools, onCommand, signal }),
    );
    const buildMillis = clock.monotonic() - startedAt;
    this.#component = component;
    emit({ kind: "built", component, sizeBytes: report.sizeBytes, millis: buildMillis });
    if (this.#agent === undefined) await this.#startAgent(component);
    else await this.#agent.swap(buildMillis);
  }

  /** A mended config may be what the agent waited for. */
  async #rereadConfig(): Promise<void> {
    if (this.#agent !== undefined) await this.#agent.reloadConfig();
    else if (this.#component !== undefined) await this.#startAgent(this.#component);
  }

  async #startAgent(component: string): Promise<void> {
    if (this.#building.signal.aborted) return;
    this.#agent = await DevAgent.start({ ...this.#options, configFile: this.#configFile, component });
  }

  /** Whether the agent or its plugins write there, inside the project. */
  #isWritten(path: string): boolean {
    const inside = this.#options.folder + sep;
    const places = this.#agent?.writtenDirectories ?? [];
    return places.some(
      (place) => place.startsWith(inside) && (path === place || path.startsWith(place + sep)),
    );
  }
}
