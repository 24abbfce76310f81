import { SpandockError } from "../../contract/index.ts";
import { createWasi, type Guest, instantiatePlugin, type Wasi } from "../../sandbox/index.ts";
import type { FromProbe, ProbeCall, ProbeSetup, ProbeValues, Repeated, ToProbe } from "./messages.ts";
import { ProbeLines } from "./probe-lines.ts";

/** The most calls that go by between two looks at the clock; of slow ones it is one. */
const maxCallsPerLook = 256;

/** The thread's side of probes: one instance at a time, whose functions it calls as it is told. */
export class ProbeThread {
  readonly #setup: ProbeSetup;
  readonly #post: (message: FromProbe) => void;
  readonly #lines: ProbeLines;
  #guest: Guest | undefined;
  #wasi: Wasi | undefined;

  constructor(setup: ProbeSetup, post: (message: FromProbe) => void) {
    this.#setup = setup;
    this.#post = post;
    this.#lines = new ProbeLines(setup.marker);
  }

  /** Posts `ready`, `failed` or `trap`. */
  async #start(): Promise<void> {
    const { name, compiled, permissions, injectHeaders } = this.#setup;
    const startedAt = performance.now();
    let begun = false;
    try {
      this.#guest = await instantiatePlugin({
        name,
        compiled,
        wasi: () => {
          this.#wasi = createWasi({
            permissions,
            injectHeaders,
            onLine: (stream, text) => this.#lines.add(stream === "stderr" ? "warn" : "info", text),
            onDenied: ({ asked }) => this.#lines.add("warn", `the plugin was denied: ${asked}`),
          });
          return this.#wasi.imports;
        },
        log: (level, message, fields) => this.#lines.add(level, message, fields),
        onGuestStarts: () => {
          begun = true;
        },
      });
      this.#tell();
      const millis = performance.now() - startedAt;
      this.#post({ kind: "ready", millis, memoryBytes: this.#guest.memoryBytes() });
    } catch (error) {
      const isLinkError = error instanceof Error && error.name === "LinkError";
      if (begun && !isLinkError && !(error instanceof SpandockError)) this.#trapped(error);
      else this.#post(failureOf(error));
    }
  }

  /** Works off one message. After a trap, calls are not answered until there is a new instance. */
  async take(message: ToProbe): Promise<void> {
    if (message.kind === "instantiate") await this.#start();
    else if (message.kind === "drop") this.#drop();
    else this.#answer(message);
  }

  #answer(call: ProbeCall): void {
    const guest = this.#guest;
    if (guest === undefined) return;
    const startedAt = performance.now();
    try {
      const value = this.#call(guest, call);
      const millis = performance.now() - startedAt;
      this.#tell();
      this.#post({ kind: "answer", value, millis, memoryBytes: guest.memoryBytes() });
    } catch (error) {
      this.#trapped(error);
    }
  }

  #call(guest: Guest, call: ProbeCall): ProbeValues[keyof ProbeValues] {
    switch (call.kind) {
      case "config":
        return guest.configure(call.config);
      case "export":
        return guest.answer(call.target, call.batch);
      case "repeat":
        return repeat(guest, call);
      case "stop":
        return guest.stop();
    }
  }

  #drop(): void {
    this.#guest = undefined;
    this.#wasi?.dispose();
    this.#wasi = undefined;
    this.#lines.take();
  }

  #tell(): void {
    const taken = this.#lines.take();
    if (taken !== undefined) this.#post({ kind: "lines", ...taken });
  }

  #trapped(error: unknown): void {
    const memoryBytes = this.#guest?.memoryBytes() ?? 0;
    this.#guest = undefined;
    const message = error instanceof Error ? error.message : String(error);
    const frames = error instanceof Error ? (error.stack ?? "").split("\n") : [];
    const stack = frames.filter((line) => line.includes("wasm://")).join("\n");
    const { lastWords } = this.#lines;
    this.#tell();
    this.#drop();
    this.#post({
      kind: "trap",
      reason: message.replace(/^wasm trap: /, ""),
      lastWords,
      stack,
      memoryBytes,
    });
  }
}

function repeat(
  guest: Guest,
  { target, batches, times, budgetMillis }: ProbeCall & { kind: "repeat" },
): Repeated {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let calls = 0;
  let failures = 0;
  let nextLook = 1;
  while (calls < times) {
    const batch = batches[calls % batches.length]!;
    if (!guest.answer(target, batch).ok) failures += 1;
    calls += 1;
    if (calls < nextLook) continue;
    const millis = performance.now() - startedAt;
    if (millis > budgetMillis) break;
    const callsPerMilli = Math.floor(calls / millis);
    nextLook = calls + Math.min(maxCallsPerLook, Math.max(1, callsPerMilli));
  }
  const wallMillis = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { calls, failures, wallMillis, cpuMillis: (user + system) / 1000 };
}

function failureOf(error: unknown): FromProbe {
  if (error instanceof SpandockError) {
    return { kind: "failed", code: error.code, message: error.message, fix: error.fix };
  }
  const message = error instanceof Error ? error.message : String(error);
  const { fix } = new SpandockError("PLUGIN_LOAD_FAILED", { message });
  return { kind: "failed", code: "PLUGIN_LOAD_FAILED", message, fix };
}
