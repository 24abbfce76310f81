import { type Clock, type InjectedHeaders, type Permissions, systemClock } from "../../contract/index.ts";
import { createCli } from "./cli.ts";
import { createMonotonicClock, createWallClock } from "./clocks.ts";
import type { OnDenied } from "./denied-use.ts";
import { createFilesystem } from "./filesystem/create-filesystem.ts";
import { folderKindOfThisMachine } from "./filesystem/folder-kind.ts";
import { createHttp } from "./http/create-http.ts";
import { InputStream } from "./io/input-stream.ts";
import { IoError } from "./io/io-error.ts";
import { OutputStream } from "./io/output-stream.ts";
import { Pollable, poll } from "./io/pollable.ts";
import { WakeSignal } from "./io/wake-signal.ts";
import { LineSink } from "./line-sink.ts";
import { randomImports } from "./random.ts";
import { createSockets } from "./sockets.ts";

export interface CreateWasiOptions {
  readonly permissions: Permissions;
  /** The guest's command line; empty by default. */
  readonly args?: readonly string[];
  /** One line that the guest printed, without its end, at most 8 KiB of it. */
  readonly onLine: (stream: "stdout" | "stderr", text: string) => void;
  readonly onDenied: OnDenied;
  /** Headers that the host adds to the guest's requests, by origin and name, in place of the guest's own. */
  readonly injectHeaders?: InjectedHeaders;
  readonly clock?: Clock;
}

export interface Wasi {
  /** The interfaces of WASI 0.2 by name without version, in the shapes that compiled components expect. */
  readonly imports: Readonly<Record<string, object>>;
  /** Descriptors that the guest and its grants hold open. */
  openCount(): number;
  /** Passes on unfinished lines and closes everything that the guest left open. The imports are dead from then on. */
  dispose(): void;
}

/**
 * WASI 0.2 for one plugin, to be used in the plugin's own thread: every call does its work and returns.
 *
 * @throws SpandockError CONFIG_INVALID when a granted directory can't be opened, or a granted origin is none.
 */
export function createWasi(options: CreateWasiOptions): Wasi {
  const { permissions, args = [], onLine, onDenied, clock = systemClock } = options;
  const signal = new WakeSignal();
  const stdout = new LineSink((text) => onLine("stdout", text));
  const stderr = new LineSink((text) => onLine("stderr", text));
  const { injectHeaders = {} } = options;
  const http = createHttp({ grants: permissions.http, injectHeaders, onDenied, signal });
  const filesystem = createFilesystem({
    grants: permissions.directories,
    kind: folderKindOfThisMachine(),
    onDenied,
    clock,
  });
  return {
    imports: {
      "wasi:io/error": { Error: IoError },
      "wasi:io/poll": { Pollable, poll },
      "wasi:io/streams": { InputStream, OutputStream },
      "wasi:clocks/wall-clock": createWallClock(clock),
      "wasi:clocks/monotonic-clock": createMonotonicClock(clock, signal),
      ...randomImports,
      ...createCli({ env: permissions.env, args, stdout, stderr }),
      ...filesystem.imports,
      ...createSockets(onDenied),
      ...http.imports,
    },
    openCount: filesystem.openCount,
    dispose() {
      stdout.flush();
      stderr.flush();
      filesystem.dispose();
      http.dispose();
    },
  };
}
