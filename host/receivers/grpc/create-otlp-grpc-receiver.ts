import type { Endpoint } from "../../contract/index.ts";
import type { Receiver } from "../receiver.ts";
import { createReceiverStats, type ReceiverStats } from "../receiver-stats.ts";
import type { OtlpGrpcReceiver, OtlpGrpcReceiverDependencies } from "./otlp-grpc-receiver.ts";

/**
 * OTLP/gRPC as https://opentelemetry.io/docs/specs/otlp/#otlpgrpc has it, with the health service beside it. An OK
 * goes out only after the consumer said `queued`; what it refuses is UNAVAILABLE with a `RetryInfo`. `start`
 * throws LISTEN_FAILED. A message that is too large or wrongly compressed is answered by gRPC itself and is in no
 * figure of `stats`.
 */
export function createOtlpGrpcReceiver(dependencies: OtlpGrpcReceiverDependencies): Receiver {
  return new LateReceiver(dependencies);
}

/** Loads gRPC when it starts: an agent that takes OTLP/HTTP only is ready a good deal sooner without it. */
class LateReceiver implements Receiver {
  readonly #dependencies: OtlpGrpcReceiverDependencies;
  #receiver: OtlpGrpcReceiver | undefined;
  #stopped = false;

  constructor(dependencies: OtlpGrpcReceiverDependencies) {
    this.#dependencies = dependencies;
  }

  async start(): Promise<void> {
    const { OtlpGrpcReceiver } = await import("./otlp-grpc-receiver.ts");
    if (this.#stopped) return;
    this.#receiver = new OtlpGrpcReceiver(this.#dependencies);
    await this.#receiver.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#receiver?.stop();
  }

  address(): Endpoint {
    return this.#receiver?.address() ?? this.#dependencies.endpoint;
  }

  stats(): ReceiverStats {
    return this.#receiver?.stats() ?? createReceiverStats();
  }
}
