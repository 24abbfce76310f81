/** What a plugin may do beyond computing, reading clocks and random numbers. Nothing by default. */
export interface Permissions {
  readonly directories: readonly DirectoryGrant[];
  /** Origins (`scheme://host:port`) that outgoing requests may go to. */
  readonly http: readonly string[];
  /** The environment variables the guest sees, with their values. */
  readonly env: Readonly<Record<string, string>>;
}

export interface DirectoryGrant {
  /** Absolute path as the guest sees it, for example `/out`. */
  readonly guestPath: string;
  /** Absolute path on the host. */
  readonly hostPath: string;
  readonly access: "read" | "write";
}

export const noPermissions: Permissions = { directories: [], http: [], env: {} };

/**
 * Headers that the host adds to a guest's requests, by origin as in `Permissions.http`, then by lower-case name. They
 * may be secret: the guest never sees them.
 */
export type InjectedHeaders = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Bounds on what a plugin may use. */
export interface Limits {
  /** All linear memories and tables of the plugin together. */
  readonly memoryBytes: number;
  readonly configTimeoutMillis: number;
  readonly exportTimeoutMillis: number;
  readonly stopTimeoutMillis: number;
}

export const defaultLimits: Limits = {
  memoryBytes: 64 * 1024 * 1024,
  configTimeoutMillis: 10_000,
  exportTimeoutMillis: 5_000,
  stopTimeoutMillis: 10_000,
};

/** When a plugin that keeps crashing is set aside: the config's `crash_loop`. */
export interface CrashLoopOptions {
  /** So many crashes within the window make a crash loop. */
  readonly maxCrashes: number;
  readonly windowMillis: number;
  /** A plugin in a crash loop is tried again after this time. */
  readonly pauseMillis: number;
}

export const defaultCrashLoop: CrashLoopOptions = {
  maxCrashes: 5,
  windowMillis: 60_000,
  pauseMillis: 60_000,
};

/** The contract's `config-type`. */
export type ConfigType = "unknown" | "yaml" | "json";

/** The blob that a plugin gets, and what it is. */
export interface PluginConfig {
  readonly blob: Uint8Array;
  readonly type: ConfigType;
}
