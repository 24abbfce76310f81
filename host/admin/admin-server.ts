import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Endpoint, formatEndpoint, type Service, SpandockError } from "../contract/index.ts";

/** What the admin endpoint may ask of the agent. */
export interface AdminSource {
  /** `ready` once every receiver listens and every exporter is ready. */
  health(): HealthReport;
}

export interface HealthReport {
  readonly status: "starting" | "ready" | "degraded" | "stopping";
  /** State of each part by its name, such as `receivers/otlp` or `exporters/files`. */
  readonly components: Readonly<Record<string, string>>;
}

export interface AdminServerOptions {
  readonly endpoint: Endpoint;
  readonly source: AdminSource;
}

/**
 * The admin endpoint: `GET /healthz` answers 200 with the report when the agent is ready, else 503. Everything else
 * is 404.
 */
export class AdminServer implements Service {
  readonly #options: AdminServerOptions;
  readonly #server: Server;

  constructor(options: AdminServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  start(): Promise<void> {
    const { endpoint } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once("error", (cause: NodeJS.ErrnoException) =>
        reject(
          new SpandockError("LISTEN_FAILED", {
            message: `admin endpoint ${formatEndpoint(endpoint)}: ${cause.code ?? cause.message}`,
            fix: "End the program that holds the port, or write another service.admin.endpoint.",
            cause,
          }),
        ),
      );
      this.#server.listen(endpoint.port, endpoint.host, resolve);
    });
  }

  /** The address in use; differs from the option when that asked for port 0. */
  address(): Endpoint {
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? "/").split("?", 1)[0];
    if (path !== "/healthz") {
      reply(response, 404, { error: `no such page: ${path}` });
    } else if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      reply(response, 405, { error: "only GET" });
    } else {
      const report = this.#options.source.health();
      reply(response, report.status === "ready" ? 200 : 503, report);
    }
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
