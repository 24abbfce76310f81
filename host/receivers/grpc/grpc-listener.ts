import { type AddressInfo, createServer, type Server as NetServer, type Socket } from "node:net";
import { type ChannelOptions, Server, ServerCredentials, type ServerInterceptor } from "@grpc/grpc-js";
import type { Clock, Endpoint, OtlpGrpcReceiverOptions, Service } from "../../contract/index.ts";
import { listenError } from "../listen-error.ts";
import { readTlsFiles } from "../tls-files.ts";

export interface GrpcListenerOptions extends OtlpGrpcReceiverOptions {
  readonly maxMessageBytes: number;
  readonly stopTimeoutMillis: number;
  readonly clock: Clock;
  readonly interceptors: ServerInterceptor[];
}

const receiver = "OTLP/gRPC receiver";
const key = "protocols.grpc.endpoint";

/**
 * The socket side of the receiver. It listens with a socket server of its own, which reports why it can't, and
 * hands the connections to gRPC.
 */
export class GrpcListener implements Service {
  /** Services are added to it before `start`. */
  readonly server: Server;
  readonly #options: GrpcListenerOptions;
  readonly #connections = new Set<Socket>();
  #listener: NetServer | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: GrpcListenerOptions) {
    this.#options = options;
    this.server = new Server({ ...channelOptions(options), interceptors: options.interceptors });
  }

  async start(): Promise<void> {
    const injector = this.server.createConnectionInjector(await this.#credentials());
    const listener = createServer((socket) => {
      this.#connections.add(socket);
      socket.on("close", () => this.#connections.delete(socket));
      injector.injectConnection(socket);
    });
    const { endpoint } = this.#options;
    await new Promise<void>((resolve, reject) => {
      listener.once("error", (cause) => {
        injector.destroy();
        reject(listenError({ receiver, key, endpoint, cause }));
      });
      listener.listen(endpoint.port, endpoint.host, resolve);
    });
    this.#listener = listener;
  }

  /** The address in use; differs from the option when that asked for port 0. */
  address(): Endpoint {
    if (this.#listener === undefined) throw new Error("address() before start()");
    const { address, port } = this.#listener.address() as AddressInfo;
    return { host: address, port };
  }

  /** Takes no more connections and calls, lets open calls finish, and cuts what is left in the end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#close();
    return this.#stopped;
  }

  async #close(): Promise<void> {
    const listener = this.#listener;
    if (listener === undefined) return;
    const { clock, stopTimeoutMillis } = this.#options;
    // Not by gRPC's own forced shutdown, which knows no connections while channelz is off.
    const deadline = clock.after(stopTimeoutMillis, () => {
      for (const connection of this.#connections) connection.destroy();
    });
    const closed = new Promise((resolve) => listener.close(resolve));
    await new Promise((resolve) => this.server.tryShutdown(resolve));
    await closed;
    deadline.cancel();
  }

  async #credentials(): Promise<ServerCredentials> {
    const { tls } = this.#options;
    if (tls === undefined) return ServerCredentials.createInsecure();
    const { cert, key: privateKey, clientCa } = await readTlsFiles(receiver, tls);
    const pair = { private_key: privateKey, cert_chain: cert };
    return ServerCredentials.createSsl(clientCa ?? null, [pair], clientCa !== undefined);
  }
}

function channelOptions({
  maxMessageBytes,
  maxConcurrentStreams,
  keepalive = {},
}: GrpcListenerOptions): ChannelOptions {
  const limits = {
    "grpc.max_concurrent_streams": maxConcurrentStreams,
    "grpc.max_connection_idle_ms": keepalive.maxConnectionIdleMillis,
    "grpc.max_connection_age_ms": keepalive.maxConnectionAgeMillis,
    "grpc.max_connection_age_grace_ms": keepalive.maxConnectionAgeGraceMillis,
    "grpc.keepalive_time_ms": keepalive.timeMillis,
    "grpc.keepalive_timeout_ms": keepalive.timeoutMillis,
  };
  return {
    // A key that is there without a value would count as set.
    ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
    "grpc.max_receive_message_length": maxMessageBytes,
    // Channelz keeps records of every connection for a service that we don't offer.
    "grpc.enable_channelz": 0,
  };
}
