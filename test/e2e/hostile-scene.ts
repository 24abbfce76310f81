import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";
import { buildHostilePlugin, hostileWasiTricks } from "../support/hostile-plugin.ts";

/** What no guest may get hold of. */
export const canary = "canary-that-nobody-may-read";

export interface TrickConfig {
  readonly trick: string;
  readonly memory?: string;
  readonly configTimeout?: string;
  readonly exportTimeout?: string;
  readonly stopTimeout?: string;
  /** The config says nothing of permissions. */
  readonly undecided?: true;
}

/** A folder with secrets, one directory for each trick beside them, and one honest exporter. */
export class HostileScene extends TemporaryFolder {
  constructor() {
    super();
    for (const folder of ["secret", "read-only", "grants", "out"]) mkdirSync(join(this.path, folder));
    this.file("secret.txt", canary);
    this.file("secret/inner.txt", canary);
    this.file("read-only/kept.txt", "kept");
  }

  /** Builds the plugins of these tricks and writes a config that holds them beside the honest one. */
  async writeConfig(tricks: readonly TrickConfig[]): Promise<string> {
    const hostile: Record<string, object> = {};
    for (const config of tricks) {
      writeFileSync(join(this.path, `${config.trick}.wasm`), await buildHostilePlugin(config.trick));
      hostile[config.trick] = this.#exporter(config);
    }
    const honest = {
      plugin: exampleWasm("files-exporter"),
      config: { file_paths: ["/out/spans.jsonl"] },
      permissions: { directories: { "/out": { path: "./out", access: "write" } } },
      // More than the load can fill: what is asked is whether it loses something by the others.
      sending_queue: { queue_size: 5000 },
    };
    const exporters = { honest, ...hostile };
    const service = {
      admin: { endpoint: "127.0.0.1:0" },
      shutdown_timeout: "2s",
      pipelines: {
        traces: { receivers: ["otlp"], exporters: Object.keys(exporters), fan_out: "independent" },
      },
    };
    const receivers = { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } };
    // JSON is YAML, too.
    return this.file("spandock.yaml", JSON.stringify({ receivers, exporters, service }, null, 2));
  }

  /** Everything that no grant lets a guest change: the names around, and contents, times and link counts. */
  untouchable(): readonly string[] {
    const contents = ["secret.txt", "secret", "read-only"].flatMap((place) =>
      describe(join(this.path, place)),
    );
    return [...readdirSync(this.path).sort(), ...readdirSync(join(this.path, "grants")).sort(), ...contents];
  }

  /** The ids of the spans that the honest exporter wrote, in its order. */
  spansWritten(): readonly string[] {
    const lines = readFileSync(join(this.path, "out/spans.jsonl"), "utf8").trimEnd().split("\n");
    const spans = lines.flatMap(
      (line) => (JSON.parse(line) as { span_data: { spanId: string }[] }).span_data,
    );
    return spans.map(({ spanId }) => spanId);
  }

  /** Timeouts are long where a trick doesn't wait for them: many plugins start at once, perhaps on a busy machine. */
  #exporter({ trick, undecided, ...config }: TrickConfig): object {
    return {
      plugin: `./${trick}.wasm`,
      ...(hostileWasiTricks.includes(trick) && !undecided && { permissions: this.#permissions(trick) }),
      limits: {
        memory: config.memory ?? "32MiB",
        config_timeout: config.configTimeout ?? "60s",
        export_timeout: config.exportTimeout ?? "20s",
        stop_timeout: config.stopTimeout ?? "5s",
      },
      crash_loop: { max_crashes: 2, window: "10m", pause: "10m" },
      sending_queue: { queue_size: 5 },
      retry_on_failure: { initial_interval: "100ms", max_interval: "100ms" },
    };
  }

  #permissions(trick: string): object {
    const grant = join(this.path, "grants", trick);
    mkdirSync(grant);
    writeFileSync(join(grant, "mine.txt"), "mine");
    symlinkSync("../../secret.txt", join(grant, "planted"));
    symlinkSync("../../secret", join(grant, "planted-folder"));
    symlinkSync("/proc/self/environ", join(grant, "planted-environ"));
    execFileSync("mkfifo", [join(grant, "fifo")]);
    const directories = {
      "/out": { path: `./grants/${trick}`, access: "write" },
      "/read": { path: "./read-only", access: "read" },
    };
    // A grant that is good for nothing: the address is never reached.
    return { directories, http: ["http://169.254.169.254"] };
  }
}

function describe(path: string): string[] {
  const { mode, nlink, size, mtimeMs, ino } = lstatSync(path);
  const own = `${path} ${ino} ${mode} ${nlink} ${size} ${mtimeMs}`;
  if (!lstatSync(path).isDirectory()) return [`${own} ${readFileSync(path, "utf8")}`];
  return [own, ...readdirSync(path).flatMap((name) => describe(join(path, name)))];
}
