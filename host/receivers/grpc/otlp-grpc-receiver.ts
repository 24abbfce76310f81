import {
  Metadata,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import {
  type BatchConsumer,
  type Clock,
  defaultOtlpGrpcReceiver,
  type Endpoint,
  type Logger,
  type OtlpGrpcReceiverOptions,
  systemClock,
} from "../../contract/index.ts";
import { type Authorizer, createAuthorizer } from "../authorizer.ts";
import { Intake, type IntakeResult } from "../intake.ts";
import { LimitedLog } from "../limited-log.ts";
import type { Receiver } from "../receiver.ts";
import { createReceiverMemory, type ReceiverMemory } from "../receiver-memory.ts";
import { createReceiverStats, type ReceiverStats } from "../receiver-stats.ts";
import { encodeStatus, malformedStatus, type RpcStatus, rpcCodes } from "../rpc-status.ts";
import { GrpcListener } from "./grpc-listener.ts";
import { HealthService, healthPathPrefix } from "./health-service.ts";
import { identityMethod } from "./identity-method.ts";

export interface OtlpGrpcReceiverDependencies extends OtlpGrpcReceiverOptions {
  readonly consumer: BatchConsumer;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Shared by all receivers of an agent. */
  readonly memory?: ReceiverMemory;
  /** How long `stop` waits for open calls before it cuts them. Default 10 s. */
  readonly stopTimeoutMillis?: number;
}

/** Source: opentelemetry-proto, collector/trace/v1/trace_service.proto. */
const traceService = "opentelemetry.proto.collector.trace.v1.TraceService";

/** An `ExportTraceServiceResponse` without `partial_success`. */
const success = Buffer.alloc(0);

/** What `createOtlpGrpcReceiver` makes, once it is needed. */
export class OtlpGrpcReceiver implements Receiver {
  readonly #listener: GrpcListener;
  readonly #health = new HealthService([traceService]);
  readonly #intake: Intake;
  readonly #stats = createReceiverStats();
  readonly #memory: ReceiverMemory;
  readonly #log: LimitedLog;

  constructor(dependencies: OtlpGrpcReceiverDependencies) {
    const options = {
      ...defaultOtlpGrpcReceiver,
      stopTimeoutMillis: 10_000,
      clock: systemClock,
      memory: createReceiverMemory(),
      ...dependencies,
    };
    this.#memory = options.memory;
    this.#log = new LimitedLog(options.logger, options.clock);
    this.#intake = new Intake({ consumer: options.consumer, log: this.#log, stats: this.#stats });
    const interceptors = options.auth ? [this.#authorization(createAuthorizer(options.auth))] : [];
    this.#listener = new GrpcListener({ ...options, interceptors });
    this.#health.addTo(this.#listener.server);
    this.#listener.server.addService(
      { export: identityMethod(`/${traceService}/Export`) },
      {
        export: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) =>
          void this.#export(call.request, callback),
      },
    );
  }

  start(): Promise<void> {
    return this.#listener.start();
  }

  stop(): Promise<void> {
    this.#health.shutDown();
    return this.#listener.stop();
  }

  address(): Endpoint {
    return this.#listener.address();
  }

  stats(): ReceiverStats {
    return { ...this.#stats };
  }

  async #export(request: Buffer, callback: sendUnaryData<Buffer>): Promise<void> {
    const result = await this.#take(request);
    if (result.kind === "accepted") callback(null, success);
    else callback(serviceError(intakeStatus(result)));
  }

  async #take(request: Buffer): Promise<IntakeResult> {
    try {
      const body = this.#memory.pool.take(request.length);
      this.#memory.copier.copy(request, body.bytes, 0);
      return await this.#intake.take(body.bytes, body);
    } catch (error) {
      return this.#intake.failed(error);
    }
  }

  /** Decides by the metadata, before a message is read. Health checks pass: probes can't carry tokens. */
  #authorization(authorizer: Authorizer): ServerInterceptor {
    return (method, call) =>
      new ServerInterceptingCall(call, {
        start: (next) =>
          next({
            onReceiveMetadata: (metadata, pass) => {
              const [authorization] = metadata.get("authorization");
              if (
                method.path.startsWith(healthPathPrefix) ||
                authorizer.isAllowed(authorization?.toString())
              ) {
                pass(metadata);
                return;
              }
              this.#stats.unauthorizedRequests++;
              this.#log.log("unauthenticated", "warn", "a call without a known token or user", {
                remoteAddress: call.getPeer(),
              });
              call.sendStatus({
                code: status.UNAUTHENTICATED,
                details: "expected a known token or user in the metadata key authorization",
              });
            },
          }),
      });
  }
}

/** What an intake that isn't `accepted` becomes; by the codes of OTLP only UNAVAILABLE is to be tried again. */
function intakeStatus(result: Exclude<IntakeResult, { kind: "accepted" }>): RpcStatus {
  switch (result.kind) {
    case "malformed":
      return malformedStatus(result.place, result.message);
    case "refused":
      return { code: "UNAVAILABLE", message: result.message, retryAfterMillis: result.retryAfterMillis };
    case "rejected":
      return { code: "INVALID_ARGUMENT", message: result.message };
    case "failed":
      return { code: "INTERNAL", message: "the agent failed to take the batch" };
    default:
      return result satisfies never;
  }
}

/** The status and, where it has details, the whole of it in `grpc-status-details-bin`. */
function serviceError(rpcStatus: RpcStatus) {
  const metadata = new Metadata();
  if (rpcStatus.badRequest !== undefined || rpcStatus.retryAfterMillis !== undefined) {
    metadata.set("grpc-status-details-bin", encodeStatus(rpcStatus));
  }
  return { code: rpcCodes[rpcStatus.code], details: rpcStatus.message, metadata };
}
