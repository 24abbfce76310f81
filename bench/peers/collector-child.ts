import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../agent-child.ts";
import { Child } from "../child.ts";
import { freePort } from "../free-port.ts";

export interface CollectorChild {
  readonly child: Child;
  /** `http://HOST:PORT` of its OTLP receiver. */
  readonly url: string;
  /** A folder of its own; gone after `dispose`. */
  readonly folder: string;
  dispose(): Promise<void>;
}

/** The OpenTelemetry Collector that `npm run bench:peers` built from today's source, or undefined. */
export async function findCollector(): Promise<string | undefined> {
  const builder = (await import(
    `${projectRoot}test/collector/build-collector.mjs`
  )) as typeof import("../../test/collector/build-collector.mjs");
  return builder.builtCollector();
}

/** What `PROGRAM --version` says, such as "0.165.0". */
export function collectorVersion(program: string): string {
  const said = execFileSync(program, ["--version"], { encoding: "utf8" });
  return /\d[\w.-]*/.exec(said)?.[0] ?? said.trim();
}

export interface CollectorOptions {
  readonly program: string;
  readonly protocol: "http" | "grpc";
  /** The only exporter, as `exporters:` takes it; gets the Collector's folder. */
  exporters(folder: string): Readonly<Record<string, object>>;
}

/** Starts a Collector with as little as it can do: no processor, no metrics, errors only in its log. */
export async function startCollector({
  program,
  protocol,
  exporters,
}: CollectorOptions): Promise<CollectorChild> {
  const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
  const port = await freePort();
  const exporter = exporters(folder);
  const config = {
    receivers: { otlp: { protocols: { [protocol]: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: exporter,
    service: {
      telemetry: { metrics: { level: "none" }, logs: { level: "error" } },
      pipelines: { traces: { receivers: ["otlp"], exporters: Object.keys(exporter) } },
    },
  };
  const [configFile, logFile] = [join(folder, "collector.yaml"), join(folder, "collector.log")];
  writeFileSync(configFile, JSON.stringify(config));
  const log = openSync(logFile, "a");
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    const child = await Child.launch({
      program,
      args: ["--config", configFile],
      isReady: () => listens(port),
      // It complains of every request that wrk cuts off at the end.
      stderr: log,
    });
    return {
      child,
      url: `http://127.0.0.1:${port}`,
      folder,
      async dispose() {
        await child.stop();
        dispose();
      },
    };
  } catch (error) {
    const complaint = readFileSync(logFile, "utf8").slice(-2000);
    dispose();
    throw new Error(`the Collector did not start: ${complaint}`, { cause: error });
  } finally {
    closeSync(log);
  }
}

/** Asked so because HTTP/1 is no question for a gRPC server. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
