import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { ConfigReload } from "../../host/agent/config-reload.ts";
import { ConfigStore } from "../../host/agent/config-store.ts";
import { AgentExporterControl } from "../../host/agent/exporter-control.ts";
import { LiveExporters } from "../../host/agent/live-exporters.ts";
import { loadConfig, systemFiles } from "../../host/config/index.ts";
import { type Batch, type ExporterEvent, systemClock } from "../../host/contract/index.ts";
import { createPipeline, type Pipeline } from "../../host/pipeline/index.ts";
import { type Line, recordingLogger } from "../plugins/open-plugin.ts";
import { text } from "../plugins/wat-bodies.ts";
import { TemporaryFolder } from "../support/agent-process.ts";
import { buildWatPlugin, type HonestWatOptions, honestWat } from "../support/wat-plugin.ts";

/** An agent's exporters with real plugins and a real pipeline, in this process, without receivers. */
export class LiveAgent {
  readonly folder = new TemporaryFolder();
  readonly configFile = join(this.folder.path, "spandock.yaml");
  readonly events: ExporterEvent[] = [];
  readonly lines: Line[] = [];
  control!: AgentExporterControl;
  pipeline!: Pipeline;
  reload!: ConfigReload;
  #live!: LiveExporters;

  /** Makes the file of a plugin; another of that name is replaced at once. */
  async plugin(file: string, guest: HonestWatOptions = {}): Promise<void> {
    const path = join(this.folder.path, file);
    writeFileSync(`${path}.new`, await buildWatPlugin({ wat: honestWat(guest) }));
    renameSync(`${path}.new`, path);
  }

  /** `exporters` is YAML, indented by two. */
  writeConfig(exporters: string, running: readonly string[]): void {
    const text = `receivers: { otlp: { protocols: { http: } } }
exporters:
${exporters}
service: { pipelines: { traces: { receivers: [otlp], exporters: [${running.join(", ")}] } } }
`;
    writeFileSync(this.configFile, text);
  }

  configText(): string {
    return readFileSync(this.configFile, "utf8");
  }

  async start(): Promise<void> {
    const logger = recordingLogger(this.lines);
    const [env, clock] = [{}, systemClock];
    const read = () => loadConfig({ file: this.configFile, env });
    const config = read();
    const store = new ConfigStore({ config, env, files: systemFiles, logger });
    const cacheDirectory = join(this.folder.path, "cache");
    const onEvent = (event: ExporterEvent) => this.control.tell(event);
    this.#live = new LiveExporters({ logger, cacheDirectory, clock, onEvent });
    this.control = new AgentExporterControl({ exporters: this.#live, store, logger, clock });
    this.control.subscribe((event) => this.events.push(event));
    this.reload = new ConfigReload({ control: this.control, store, started: config, read, logger });
    onTestFinished(() => this.stop());
    await this.#live.start(config.exporters.values(), config.service.pipelines.traces.exporters);
    this.pipeline = createPipeline({
      exporters: this.#live.pipelineExporters(),
      fanOut: "all",
      shutdownTimeoutMillis: 5_000,
      logger,
      clock,
      random: Math.random,
    });
    await this.pipeline.start();
    this.#live.useWith(this.pipeline);
    this.events.length = 0;
  }

  /** Offers one batch; whether it was taken. */
  send(id: number, spanCount = 1): boolean {
    const spans = new Uint8Array(new SharedArrayBuffer(1));
    spans[0] = id;
    const batch: Batch = { spans, spanCount };
    const admission = this.pipeline.consume(batch);
    return !(admission instanceof Promise) && admission.kind === "queued";
  }

  view(name: string) {
    return this.control.list().find((each) => each.name === name);
  }

  async stop(): Promise<void> {
    await this.control.close();
    await this.pipeline?.drain();
    await this.#live.stop();
    this.folder[Symbol.dispose]();
  }
}

/** `files` runs from `a.wasm`; `spare`, from `b.wasm`, is in no pipeline. */
export async function twoExporters(): Promise<LiveAgent> {
  const agent = new LiveAgent();
  await agent.plugin("a.wasm");
  await agent.plugin("b.wasm", { fields: text("another plugin") });
  agent.writeConfig("  files: # mine\n    plugin: ./a.wasm\n  spare:\n    plugin: ./b.wasm\n", ["files"]);
  await agent.start();
  return agent;
}

/** What a refused change rejects with. */
export const refusal = (code: string, message = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });
