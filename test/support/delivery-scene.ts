import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { compilePlugin } from "../../guest-sdk/test/support/compile-plugin.ts";
import { AgentProcess, TemporaryFolder } from "./agent-process.ts";
import { exampleWasm } from "./examples.ts";
import { decodeOtlp } from "./otlp-proto.ts";

/** How often, in percent of its calls, a moody exporter is of which mood; it takes the rest. */
export interface Moods {
  readonly retryable?: number;
  readonly permanent?: number;
  readonly crash?: number;
}

export interface SceneConfig {
  readonly exporters: Readonly<Record<string, object>>;
  /** Added to the key `service`. */
  readonly service?: object;
  readonly fanOut?: "all" | "independent";
  /** The key `protocols` of the receiver; both on free ports by default. */
  readonly protocols?: object;
}

const anyPort = { endpoint: "127.0.0.1:0" };
const outGrant = { permissions: { directories: { "/out": { path: "./out", access: "write" } } } };
const moodySource = new URL("../fixtures/delivery/moody-exporter.as.ts", import.meta.url);
let moodyWasm: Promise<Uint8Array> | undefined;

/** A folder for one agent's config, queues, dead letters and outputs, which is gone after the test. */
export class DeliveryScene extends TemporaryFolder {
  readonly letters = join(this.path, "letters");
  readonly queue = join(this.path, "queue");

  constructor() {
    super();
    onTestFinished(() => this[Symbol.dispose]());
    mkdirSync(join(this.path, "out"));
  }

  /** An exporter that always succeeds, and writes to `out/<name>.jsonl`. */
  files(name: string, more: object = {}): object {
    return {
      plugin: exampleWasm("files-exporter"),
      config: { file_paths: [`/out/${name}.jsonl`] },
      ...outGrant,
      ...more,
    };
  }

  /** An exporter that fails by chance, and notes what it took in `out/<name>.ids`. */
  async moody(name: string, moods: Moods = {}, more: object = {}): Promise<object> {
    moodyWasm ??= compilePlugin(readFileSync(moodySource, "utf8")).then(({ wasm }) => wasm);
    this.file("moody.wasm", await moodyWasm);
    return {
      plugin: "./moody.wasm",
      config: { received: `/out/${name}.ids`, down: `/out/${name}.down`, ...moods },
      ...outGrant,
      // Each crash is the first: the plugin is back after 100 ms.
      crash_loop: { max_crashes: 1_000, window: "1ms" },
      retry_on_failure: { initial_interval: "1ms", max_interval: "20ms" },
      ...more,
    };
  }

  /** A `sending_queue` on disk for the exporter of that name. */
  stored(name: string, more: object = {}): { readonly sending_queue: object } {
    return { sending_queue: { storage: `./queue/${name}`, ...more } };
  }

  /** The moody exporter of that name takes nothing from now on. */
  takeDown(name: string): void {
    writeFileSync(join(this.path, `out/${name}.down`), "down");
  }

  bringUp(name: string): void {
    writeFileSync(join(this.path, `out/${name}.down`), "");
  }

  writeConfig({
    exporters,
    service,
    fanOut,
    protocols = { http: anyPort, grpc: anyPort },
  }: SceneConfig): string {
    const config = {
      receivers: { otlp: { protocols } },
      exporters,
      service: {
        admin: anyPort,
        dead_letter: { directory: "./letters" },
        pipelines: {
          traces: {
            receivers: ["otlp"],
            exporters: Object.keys(exporters),
            ...(fanOut && { fan_out: fanOut }),
          },
        },
        ...service,
      },
    };
    // JSON is YAML, too.
    return this.file("spandock.yaml", JSON.stringify(config, null, 2));
  }

  /** Writes the config and starts an agent, which ends with the test at the latest. */
  async start(config: SceneConfig): Promise<AgentProcess> {
    const agent = await AgentProcess.run(this.writeConfig(config));
    onTestFinished(() => agent[Symbol.asyncDispose]());
    return agent;
  }

  /** The ids of the spans that a files exporter wrote, in their order, those in torn lines too. */
  written(name: string): readonly string[] {
    const text = this.#read(`out/${name}.jsonl`);
    return [...text.matchAll(/"spanId":"([0-9a-f]{16})"/g)].map(([, id]) => id!);
  }

  /** The ids of the spans that a moody exporter took. */
  taken(name: string): readonly string[] {
    return this.#read(`out/${name}.ids`)
      .split("\n")
      .filter((id) => id.length === 16);
  }

  /** The ids of the spans among the dead letters of that exporter. */
  deadLettered(exporter: string): readonly string[] {
    if (!existsSync(this.letters)) return [];
    const notes = readdirSync(this.letters).filter((name) => name.endsWith(".json"));
    return notes.flatMap((name) => {
      const note = JSON.parse(readFileSync(join(this.letters, name), "utf8"));
      return note.exporter === exporter
        ? spanIdsOf(readFileSync(join(this.letters, name.replace(/json$/, "otlp"))))
        : [];
    });
  }

  /** The ids of the spans in a queue that no agent has open. This empties it. */
  async drainQueue(exporter: string): Promise<readonly string[]> {
    const out = join(this.path, "drained", exporter);
    const process = new AgentProcess(["queue", "drain", join(this.queue, exporter), "--out", out]);
    if ((await process.exit()) !== 0) throw new Error(process.stderr);
    return existsSync(out)
      ? readdirSync(out).flatMap((name) => spanIdsOf(readFileSync(join(out, name))))
      : [];
  }

  #read(name: string): string {
    const path = join(this.path, name);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }
}

interface Request {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly Span[] }[];
  }[];
}

interface Span {
  readonly spanId: string;
}

/** By an independent decoder. */
function spanIdsOf(bytes: Uint8Array): string[] {
  const { resourceSpans = [] } = decodeOtlp("ExportTraceServiceRequest", bytes) as Request;
  return resourceSpans.flatMap(({ scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }) => spans.map(({ spanId }) => spanId)),
  );
}
