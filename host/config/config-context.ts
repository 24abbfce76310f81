import type { ConfigWarning } from "./agent-config.ts";
import type { ConfigProblems } from "./config-problems.ts";
import type { ConfigSource } from "./config-source.ts";

/** The environment, as a value. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What reading a config needs of the file system. */
export interface ConfigFiles {
  /** Throws Node's error when the file can't be read. */
  read(path: string): Uint8Array;
  isFile(path: string): boolean;
}

/** Everything that reading one config file shares. */
export interface ConfigContext {
  readonly source: ConfigSource;
  readonly problems: ConfigProblems;
  readonly env: Environment;
  readonly files: ConfigFiles;
  /** Absolute path that relative paths in the config start from. */
  readonly baseDir: string;
  /** Collects what is allowed but likely not meant. */
  readonly warnings: ConfigWarning[];
  /** Collects the values that may never be shown. */
  readonly secrets: Set<string>;
}
