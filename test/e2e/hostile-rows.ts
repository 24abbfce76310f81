/** What becomes of a trick that begins when batches come. */
export interface ContainedRow {
  readonly trick: string;
  /** Where its exporter ends up. */
  readonly state: "ready" | "crash-looping";
  /** In one line of the agent's log about this exporter. */
  readonly says?: string | RegExp;
  /** The line comes when the agent stops. */
  readonly inStop?: true;
  /** What the guest itself tells, in this order, when it is done. */
  readonly tells?: readonly string[];
  /** `limits.memory`, where it differs from that of the others. */
  readonly memory?: string;
  /** `limits.export_timeout`, likewise. */
  readonly exportTimeout?: string;
  /** `limits.stop_timeout`, likewise. */
  readonly stopTimeout?: string;
}

const denied = (times: number): readonly string[] => Array<string>(times).fill("denied");

export const containedRows: readonly ContainedRow[] = [
  { trick: "allocates-batches-out-of-range", state: "crash-looping", says: "trapped in export-spans" },
  {
    trick: "dies-with-a-huge-last-word",
    state: "crash-looping",
    says: /trapped in export-spans: x+… \(cut: 1000000 bytes\)/,
  },
  { trick: "drops-its-own-exporter", state: "crash-looping", says: "unknown handle" },
  {
    trick: "fills-the-hosts-heap-by-log-fields",
    state: "crash-looping",
    says: "the plugin's thread ended in export-spans",
  },
  {
    trick: "forges-log-lines",
    state: "ready",
    says: 'all is well\n    {"level":"info","exporter":"honest"}␛[2J␛]0;title␇␍',
  },
  { trick: "parses-a-deep-yaml", state: "ready", says: "nested deeper than 100 levels" },
  { trick: "asks-to-retry-for-ever", state: "ready" },
  {
    trick: "divides-by-zero",
    state: "crash-looping",
    says: "trapped in export-spans: integer divide by zero",
  },
  { trick: "fails-with-a-huge-text", state: "ready", says: "(cut: 48000000 bytes)", memory: "64MiB" },
  { trick: "fails-with-invalid-utf8", state: "ready", says: "\ufffd\ufffd\ufffd\ufffd" },
  {
    trick: "grows-memory-until-it-fails",
    state: "crash-looping",
    says: /out of memory: 3[12](\.\d)? of 32 MiB/,
  },
  { trick: "grows-tables", state: "crash-looping", says: "trapped in export-spans" },
  { trick: "hands-out-a-forged-handle", state: "crash-looping", says: "trapped in export-spans" },
  { trick: "hands-out-one-handle-twice", state: "ready" },
  { trick: "logs-ten-megabytes", state: "ready", says: /x{1000}… \(cut: 10000000 bytes\)$/ },
  {
    trick: "logs-without-end",
    state: "crash-looping",
    says: "log lines of the plugin were dropped",
    exportTimeout: "500ms",
  },
  {
    trick: "loops-in-export",
    state: "crash-looping",
    says: "did not come back from export-spans in 500 ms",
    exportTimeout: "500ms",
  },
  {
    trick: "loops-in-stop",
    state: "ready",
    stopTimeout: "500ms",
    inStop: true,
    says: "did not come back from stop in 500 ms",
  },
  {
    trick: "overflows-the-stack",
    state: "crash-looping",
    says: /Maximum call stack size exceeded\n {4}at deeper/,
  },
  { trick: "rejects-more-spans-than-there-are", state: "ready" },
  { trick: "returns-a-pointer-out-of-range", state: "crash-looping", says: "trapped in export-spans" },
  { trick: "returns-a-text-out-of-range", state: "crash-looping", says: "trapped in export-spans" },
  { trick: "returns-an-unknown-case", state: "crash-looping", says: "trapped in export-spans" },
  {
    trick: "traps-in-export",
    state: "crash-looping",
    says: /wasm `unreachable` instruction executed\n {4}at export/,
  },
  { trick: "traps-in-stop", state: "ready", inStop: true, says: "trapped in stop: wasm `unreachable`" },
];

export const wasiRows: readonly ContainedRow[] = [
  {
    trick: "asks-for-a-gigabyte-of-random-bytes",
    state: "crash-looping",
    says: "asked for 1000000000 random bytes at once",
  },
  { trick: "drops-a-handle-twice", state: "crash-looping", says: "unknown handle" },
  { trick: "exits-in-export", state: "crash-looping", says: "trapped in export-spans: exit(0)" },
  { trick: "floods-standard-output", state: "ready", says: "log lines of the plugin were dropped" },
  {
    trick: "follows-planted-links",
    state: "ready",
    tells: denied(7),
    says: "open /out/planted through the link planted, which leads out of /out",
  },
  { trick: "forges-a-descriptor", state: "ready", tells: denied(1) },
  { trick: "forges-a-negative-descriptor", state: "ready", tells: denied(1) },
  { trick: "hard-links-files-outside", state: "ready", tells: denied(6), says: "denied: link /secret.txt" },
  { trick: "links-in-a-circle", state: "ready", tells: ["done", "done", ...denied(2)] },
  {
    trick: "makes-links-that-lead-out",
    state: "ready",
    tells: [...denied(4), "done", ...denied(3)],
    says: "denied: create a symbolic link that is absolute or has .. in it",
  },
  {
    trick: "moves-a-folder-until-its-links-lead-out",
    state: "ready",
    tells: ["done", "done", ...denied(2), "done", "denied"],
    says: "denied: create a symbolic link that is absolute or has .. in it",
  },
  {
    trick: "moves-a-link-until-it-leads-out",
    state: "ready",
    tells: ["done", "done", ...denied(2)],
    says: "denied: create a symbolic link that is absolute or has .. in it",
  },
  { trick: "names-a-file-out-of-range", state: "crash-looping", says: "trapped in export-spans" },
  { trick: "opens-absolute-paths", state: "ready", tells: denied(4), says: "denied: open /etc/passwd" },
  {
    trick: "opens-files-outside-by-dots",
    state: "ready",
    tells: denied(4),
    says: "denied: open /secret.txt",
  },
  { trick: "opens-sockets", state: "ready", tells: denied(2), says: "denied: create a TCP socket" },
  {
    trick: "opens-special-files",
    state: "ready",
    tells: denied(7),
    says: "denied: open /out/fifo, which is a fifo",
  },
  {
    trick: "opens-ten-thousand-files",
    state: "ready",
    tells: denied(1),
    says: "denied: keep more than 1024 files and directories open",
  },
  { trick: "polls-nothing", state: "crash-looping", says: "poll was called with an empty list" },
  {
    trick: "prints-exabytes-of-zeroes",
    state: "crash-looping",
    says: "write-zeroes of 18446744073709551615 bytes",
  },
  { trick: "reads-a-file-of-exabytes", state: "ready", tells: ["done", ...denied(3)] },
  { trick: "reads-the-environment", state: "ready", tells: ["nothing"] },
  {
    trick: "renames-across-the-border",
    state: "ready",
    tells: [...denied(7), "done"],
    says: "denied: rename to /dropped.txt",
  },
  {
    trick: "requests-the-metadata-address",
    state: "ready",
    tells: denied(2),
    says: "at 169.254.169.254, which is a link-local, metadata or reserved address",
  },
  {
    trick: "requests-what-was-not-granted",
    state: "ready",
    tells: denied(5),
    says: "denied: request http://127.0.0.1:4318",
  },
  { trick: "sends-requests-without-end", state: "ready", tells: denied(1) },
  {
    trick: "sleeps-for-ever",
    state: "crash-looping",
    says: "did not come back from export-spans in 500 ms",
    exportTimeout: "500ms",
  },
  { trick: "uses-a-dropped-handle", state: "ready", tells: denied(1) },
  { trick: "uses-huge-names", state: "ready", tells: denied(5) },
  { trick: "uses-its-exporter-as-a-descriptor", state: "ready", tells: denied(1) },
  { trick: "wants-its-answer-out-of-range", state: "crash-looping", says: "trapped in export-spans" },
  {
    trick: "writes-to-a-read-only-grant",
    state: "ready",
    tells: [...denied(11), "done", "kept"],
    says: "denied: open to write /read/kept.txt",
  },
];
