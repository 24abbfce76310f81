import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { freePort } from "../../bench/free-port.ts";
import { goVersion } from "../collector/build-collector.mjs";
import { TemporaryFolder } from "./agent-process.ts";

/** Why tests with a Collector can't run here; undefined when they can. In CI they have to. */
export const collectorMissing: string | undefined =
  goVersion() === undefined && !process.env.CI ? "skipped: no go (install Go 1.21 or newer)" : undefined;

/** The first build compiles some hundred modules. */
export const collectorBuildMillis = 20 * 60_000;

/** An OpenTelemetry Collector that takes OTLP/HTTP and Zipkin and writes what it took to a file; gone after the test. */
export class Collector {
  readonly #folder = new TemporaryFolder();
  readonly #process: ChildProcess;
  readonly otlp: string;
  readonly zipkin: string;
  #output = "";

  private constructor(program: string, ports: readonly [otlp: number, zipkin: number]) {
    const [otlp, zipkin] = ports.map((port) => `127.0.0.1:${port}`);
    this.otlp = `http://${otlp}`;
    this.zipkin = `http://${zipkin}`;
    const config = {
      receivers: { otlp: { protocols: { http: { endpoint: otlp } } }, zipkin: { endpoint: zipkin } },
      exporters: { file: { path: this.#file, flush_interval: "10ms" } },
      service: {
        telemetry: { metrics: { level: "none" } },
        pipelines: { traces: { receivers: ["otlp", "zipkin"], exporters: ["file"] } },
      },
    };
    const file = this.#folder.file("collector.yaml", JSON.stringify(config));
    this.#process = spawn(program, ["--config", file], { stdio: ["ignore", "ignore", "pipe"] });
    this.#process.stderr!.setEncoding("utf8").on("data", (text) => {
      this.#output += text;
    });
  }

  /** @param program as `buildCollector` gave it. */
  static async start(program: string): Promise<Collector> {
    const collector = new Collector(program, [await freePort(), await freePort()]);
    onTestFinished(() => collector.stop());
    await collector.#says("Everything is ready");
    return collector;
  }

  get #file(): string {
    return join(this.#folder.path, "taken.jsonl");
  }

  /** Ends the Collector, and gives the `ExportTraceServiceRequest`s that it wrote, as OTLP/JSON. */
  async taken(): Promise<readonly object[]> {
    await this.#end();
    const text = existsSync(this.#file) ? readFileSync(this.#file, "utf8") : "";
    return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as object]));
  }

  async stop(): Promise<void> {
    await this.#end();
    this.#folder[Symbol.dispose]();
  }

  async #end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGTERM");
    await once(this.#process, "close");
  }

  async #says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      if (this.#process.exitCode !== null) throw new Error(`the Collector ended first:\n${this.#output}`);
      await after(20);
    }
  }
}
