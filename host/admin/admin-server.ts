import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Clock,
  type Endpoint,
  formatEndpoint,
  type Logger,
  type Service,
  SpandockError,
  systemClock,
} from "../contract/index.ts";
import { AccessControl } from "./access-control.ts";
import type { AdminSource } from "./admin-source.ts";
import { agentRoutes } from "./agent-routes.ts";
import { EventFeed } from "./event-feed.ts";
import { exporterRoutes } from "./exporter-routes.ts";
import { pageRoutes } from "./page/page-routes.ts";
import { pluginRoutes } from "./plugin-routes.ts";
import { PluginStore } from "./plugin-store.ts";
import { readBody } from "./read-body.ts";
import { matchRoute, type Reply, type Route } from "./route.ts";
import { errorReply, knownErrors, sendReply } from "./send-reply.ts";
import { SpanTail } from "./span-tail.ts";

export interface AdminServerOptions {
  readonly endpoint: Endpoint;
  /** With it, whatever is told or changed under `/api` wants this bearer token. */
  readonly token?: string | undefined;
  /** Lower-case host names under which it may be asked, beside loopback, addresses and its own. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Absolute path; uploaded plugins go there. */
  readonly uploadDirectory: string;
  readonly source: AdminSource;
  readonly logger: Logger;
  readonly clock?: Clock | undefined;
}

const headersTimeoutMillis = 10_000;
/** For a whole request, its body included. How long the answer takes is not limited: a canary has its time. */
const requestTimeoutMillis = 60_000;
const maxConnections = 256;

/** The admin endpoint: docs/openapi.yaml, which a test holds against it. */
export class AdminServer implements Service {
  readonly #options: AdminServerOptions;
  readonly #server: Server;
  readonly #events: EventFeed;
  readonly #spans: SpanTail;
  readonly #routes: readonly Route[];
  #access: AccessControl | undefined;

  constructor(options: AdminServerOptions) {
    this.#options = options;
    const { source, uploadDirectory, clock = systemClock } = options;
    this.#events = new EventFeed({ exporters: source.exporters, clock });
    this.#spans = new SpanTail({ spans: source.spans, clock });
    this.#routes = [
      ...agentRoutes(source),
      this.#events.route(),
      this.#spans.route(),
      ...exporterRoutes(source.exporters),
      ...pluginRoutes(source, new PluginStore(uploadDirectory)),
      ...pageRoutes(),
    ];
    this.#server = createServer(
      { headersTimeout: headersTimeoutMillis, requestTimeout: requestTimeoutMillis },
      (request, response) => void this.#serve(request, response),
    );
    this.#server.maxConnections = maxConnections;
  }

  /** Every route there is. */
  get routes(): readonly Pick<Route, "method" | "path" | "access">[] {
    return this.#routes;
  }

  async start(): Promise<void> {
    await this.#listen();
    await this.#events.start();
    await this.#spans.start();
  }

  /** The address in use; differs from the option when that asked for port 0. */
  address(): Endpoint {
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#events.stop(), this.#spans.stop()]);
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #listen(): Promise<void> {
    const { endpoint, token, allowedHosts } = this.#options;
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
      this.#server.listen(endpoint.port, endpoint.host, () => {
        const boundTo = this.address().host;
        this.#access = new AccessControl({ host: endpoint.host, boundTo, token, allowedHosts });
        resolve();
      });
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A connection that breaks is the client's affair.
    request.on("error", () => {});
    response.on("error", () => {});
    const reply = await this.#answer(request).catch((thrown: unknown) =>
      // Whoever went away in the middle of a request wants no answer, and is no defect.
      response.destroyed && !request.complete ? undefined : this.#failure(thrown),
    );
    if (reply !== undefined && !response.destroyed) sendReply(request, response, reply);
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
    const method = request.method ?? "GET";
    const { route, parameters } = matchRoute(this.#routes, method, path);
    this.#access!.check(route.access, request);
    const call = { request, parameters, query: new URLSearchParams(query) };
    if (route.access !== "change") return await route.handle({ ...call, body: new Uint8Array() });
    const { logger } = this.#options;
    const from = request.socket.remoteAddress;
    const reply = await route.handle({ ...call, body: await readBody(request, route) });
    logger.log("info", "admin request", { method, path, from });
    return reply;
  }

  #failure(thrown: unknown): Reply {
    const errors = knownErrors(thrown);
    if (errors !== undefined) return errorReply(errors);
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    this.#options.logger.log("error", "an admin request failed", { reason });
    return errorReply([
      new SpandockError("INTERNAL", { message: "the request failed; the agent's log says why" }),
    ]);
  }
}
