import type { Endpoint, Service } from "../contract/index.ts";
import type { ReceiverStats } from "./receiver-stats.ts";

/** What every receiver gives besides its lifecycle. */
export interface Receiver extends Service {
  /** The address in use, after `start`; differs from the option when that asked for port 0. */
  address(): Endpoint;
  /** A copy of the figures so far. */
  stats(): ReceiverStats;
}
