/** What becomes of a trick that is found out before a batch comes. */
export interface RefusedRow {
  readonly trick: string;
  readonly code: string;
  /** In the text of the error. */
  readonly says: string | RegExp;
  /** `limits.memory`, where it differs from that of the others. */
  readonly memory?: string;
  /** `limits.config_timeout`, likewise. */
  readonly configTimeout?: string;
  /** The config says nothing of permissions. */
  readonly undecided?: true;
}

export const refusedRows: readonly RefusedRow[] = [
  { trick: "allocates-out-of-range", code: "PLUGIN_CRASHED", says: "trapped in config" },
  { trick: "declares-too-many-table-elements", code: "PLUGIN_MEMORY", says: "limits.memory is 32 MiB" },
  {
    trick: "refuses-its-config-with-terminal-escapes",
    code: "PLUGIN_CONFIG_REFUSED",
    says: /: no\n {4}error\[INTERNAL\]: forged␛\[2J$/,
  },
  {
    trick: "declares-too-much-memory",
    code: "PLUGIN_MEMORY",
    says: /take 4096(\.\d+)? MiB from the start; limits.memory is 32 MiB$/,
  },
  {
    trick: "loops-at-instantiation",
    configTimeout: "1s",
    code: "PLUGIN_TIMEOUT",
    says: "did not come back from instantiate in 1000 ms",
  },
  {
    trick: "loops-in-config",
    configTimeout: "1s",
    code: "PLUGIN_TIMEOUT",
    says: "did not come back from config in 1000 ms",
  },
  { trick: "makes-no-exporter", code: "PLUGIN_CONFIG_REFUSED", says: "made no exporter from its config" },
  {
    trick: "makes-thousands-of-exporters",
    code: "PLUGIN_CONFIG_REFUSED",
    says: "made 100000 exporters from its config; at most 1000",
  },
  {
    trick: "refuses-its-config-with-a-huge-text",
    code: "PLUGIN_CONFIG_REFUSED",
    says: "x… (cut: 48000000 bytes)",
    memory: "64MiB",
  },
  {
    trick: "returns-invalid-utf8",
    code: "PLUGIN_CONFIG_REFUSED",
    says: "refused its config: \ufffd\ufffd\ufffd\ufffd",
  },
  {
    trick: "traps-at-instantiation",
    code: "PLUGIN_CRASHED",
    says: /trapped in instantiate: .*unreachable/,
  },
  { trick: "traps-in-config", code: "PLUGIN_CRASHED", says: "trapped in config: wasm `unreachable`" },
];

/** Tricks that the operator has not granted anything to, nor refused it. */
export const undecidedRows: readonly RefusedRow[] = [
  {
    trick: "reads-the-environment",
    undecided: true,
    code: "PLUGIN_PERMISSION_MISSING",
    says: "imports wasi:cli/environment@0.2.0, and its config has no permissions",
  },
  {
    trick: "opens-absolute-paths",
    undecided: true,
    code: "PLUGIN_PERMISSION_MISSING",
    says: "wasi:filesystem/preopens@0.2.0",
  },
];
