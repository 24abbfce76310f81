import {
  type Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import { identityMethod } from "./identity-method.ts";

const check = identityMethod("/grpc.health.v1.Health/Check");
const watch = identityMethod("/grpc.health.v1.Health/Watch", { responseStream: true });

export const healthPathPrefix = "/grpc.health.v1.Health/";

/** `HealthCheckResponse.ServingStatus` */
const servingStatus = { SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;
type ServingStatus = keyof typeof servingStatus;

type Watcher = ServerWritableStream<Buffer, Buffer>;

/**
 * `grpc.health.v1.Health` for load balancers and orchestrators: the server as a whole (the empty name) and the
 * services named are SERVING until `shutDown`. Source:
 * https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export class HealthService {
  readonly #services: ReadonlySet<string>;
  readonly #watchers = new Set<Watcher>();
  #isServing = true;

  constructor(services: readonly string[]) {
    this.#services = new Set(["", ...services]);
  }

  addTo(server: Server): void {
    server.addService(
      { check, watch },
      {
        check: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) =>
          this.#check(call.request, callback),
        watch: (call: Watcher) => this.#watch(call),
      },
    );
  }

  /** Tells whoever watches that this server goes away, and ends their calls. */
  shutDown(): void {
    this.#isServing = false;
    for (const watcher of this.#watchers) {
      watcher.write(response("NOT_SERVING"));
      watcher.end();
    }
  }

  #check(request: Buffer, callback: sendUnaryData<Buffer>): void {
    const service = serviceName(request);
    if (service === undefined) callback({ code: status.INVALID_ARGUMENT, details: malformed });
    else if (this.#services.has(service)) callback(null, response(this.#status(service)));
    else callback({ code: status.NOT_FOUND, details: "no such service here" });
  }

  #watch(call: Watcher): void {
    const service = serviceName(call.request);
    if (service === undefined) {
      call.emit("error", { code: status.INVALID_ARGUMENT, details: malformed });
      return;
    }
    this.#watchers.add(call);
    const forget = () => this.#watchers.delete(call);
    call.on("cancelled", forget).on("close", forget).on("error", forget);
    call.write(response(this.#status(service)));
    if (!this.#isServing) call.end();
  }

  #status(service: string): ServingStatus {
    if (!this.#services.has(service)) return "SERVICE_UNKNOWN";
    return this.#isServing ? "SERVING" : "NOT_SERVING";
  }
}

const malformed = "expected a HealthCheckRequest";

/** A `HealthCheckResponse`: field 1, a varint. */
function response(name: ServingStatus): Buffer {
  return Buffer.from([0x08, servingStatus[name]]);
}

/** Field 1 of a `HealthCheckRequest`, the only one it has. Service names are short: one byte holds the length. */
function serviceName(request: Buffer): string | undefined {
  if (request.length === 0) return "";
  const isWhole = request[0] === 0x0a && request[1]! < 0x80 && request.length === request[1]! + 2;
  return isWhole ? request.toString("utf8", 2) : undefined;
}
