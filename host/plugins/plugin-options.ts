import type {
  Clock,
  CrashLoopOptions,
  InjectedHeaders,
  Limits,
  Logger,
  Permissions,
  PluginConfig,
} from "../contract/index.ts";
import type { PluginStatus } from "./plugin-status.ts";
import type { ThreadSource } from "./thread-source.ts";

export interface PluginOptions {
  /** The user's name for it in the config. */
  readonly name: string;
  /** Where `bytes` came from, for messages and the source map beside it. */
  readonly file?: string;
  /** The `.wasm`. Not changed by anyone afterwards. */
  readonly bytes: Uint8Array;
  readonly config: PluginConfig;
  /** Undefined when the config does not speak of permissions: a plugin that needs one is refused then. */
  readonly permissions: Permissions | undefined;
  /** Added to the guest's requests by the host; the guest never sees them. */
  readonly injectHeaders?: InjectedHeaders;
  readonly limits: Limits;
  /** Where compiled plugins are kept; without it every start compiles anew. */
  readonly cacheDirectory?: string;
  /** Threads that have been started ahead; each worker starts one of its own when it is left out. */
  readonly threads?: ThreadSource;
  /** Five crashes within a minute, and a pause of a minute, when it is left out. */
  readonly crashLoop?: CrashLoopOptions;
  readonly logger: Logger;
  /** The machine's clock when it is left out. */
  readonly clock?: Clock;
  /** An idle plugin does not keep the process alive; one that is not stopped ends with it. */
  readonly mayEndIdle?: boolean;
  /** Called after each change of state. */
  readonly onStateChange?: (status: PluginStatus) => void;
}
