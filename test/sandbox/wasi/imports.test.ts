import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clock, noPermissions, systemClock } from "../../../host/contract/index.ts";
import { createWasi, type DeniedUse, GuestExit, type Wasi } from "../../../host/sandbox/wasi/index.ts";
import type { InputStream } from "../../../host/sandbox/wasi/io/input-stream.ts";
import type { OutputStream } from "../../../host/sandbox/wasi/io/output-stream.ts";
import { Pollable, poll } from "../../../host/sandbox/wasi/io/pollable.ts";
import { WakeSignal } from "../../../host/sandbox/wasi/io/wake-signal.ts";
import { codeOf } from "./granted-directory.ts";

interface Callable {
  readonly [name: string]: (...args: never[]) => unknown;
}

describe("what every plugin has", () => {
  const lines: [string, string][] = [];
  const denied: DeniedUse[] = [];
  let wasi: Wasi;
  const call = (name: string, func: string, ...args: unknown[]) =>
    (wasi.imports[name] as Callable)[func]!(...(args as never[]));
  const print = (name: "stdout" | "stderr", bytes: string | Uint8Array) => {
    const stream = call(`wasi:cli/${name}`, name === "stdout" ? "getStdout" : "getStderr") as OutputStream;
    stream.blockingWriteAndFlush(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
    stream[Symbol.dispose]();
  };
  const make = (clock?: Clock) =>
    createWasi({
      permissions: { ...noPermissions, env: { HOSTNAME: "here" } },
      args: ["plugin"],
      onLine: (stream, text) => lines.push([stream, text]),
      onDenied: (use) => denied.push(use),
      ...(clock === undefined ? {} : { clock }),
    });
  beforeEach(() => {
    wasi = make();
    lines.length = 0;
    denied.length = 0;
  });
  afterEach(() => wasi.dispose());

  it("sees the granted variables and no other", () => {
    expect(call("wasi:cli/environment", "getEnvironment")).toEqual([["HOSTNAME", "here"]]);
    expect(call("wasi:cli/environment", "getArguments")).toEqual(["plugin"]);
    expect(call("wasi:cli/environment", "initialCwd")).toBeUndefined();
  });

  it("prints lines, over several writes and streams, and what is left at the end", () => {
    print("stdout", "one\ntw");
    print("stderr", "other\r\n\n");
    print("stdout", "o\nthree");
    expect(lines).toEqual([
      ["stdout", "one"],
      ["stderr", "other"],
      ["stdout", "two"],
    ]);
    wasi.dispose();
    expect(lines.at(-1)).toEqual(["stdout", "three"]);
  });

  it("has a line cut at 8 KiB and the rest of it dropped", () => {
    for (let part = 0; part < 100; part += 1) print("stdout", "x".repeat(1000));
    print("stdout", "\nnext\n");
    expect(lines.map(([, text]) => text.length)).toEqual([8192, 4]);
  });

  it("may print bytes that are not UTF-8", () => {
    print("stderr", Uint8Array.of(0x61, 0xff, 10));
    expect(lines).toEqual([["stderr", "a\ufffd"]]);
  });

  it("reads nothing from standard input and has no terminal", () => {
    const stdin = call("wasi:cli/stdin", "getStdin") as InputStream;
    expect(codeOf(() => stdin.blockingRead(1n))).toEqual({ tag: "closed" });
    expect(call("wasi:cli/terminal-stdin", "getTerminalStdin")).toBeUndefined();
    expect(call("wasi:cli/terminal-stdout", "getTerminalStdout")).toBeUndefined();
    expect(call("wasi:cli/terminal-stderr", "getTerminalStderr")).toBeUndefined();
  });

  it("ends in a GuestExit, not in an err, when it exits", () => {
    const exits = [
      () => call("wasi:cli/exit", "exit", { tag: "ok" }),
      () => call("wasi:cli/exit", "exit", { tag: "err" }),
      () => call("wasi:cli/exit", "exitWithCode", 3),
    ];
    const thrown = exits.map((exit) => {
      try {
        return exit();
      } catch (error) {
        return error;
      }
    });
    expect(thrown.map((error) => error instanceof GuestExit && error.message)).toEqual([
      "exit(0)",
      "exit(1)",
      "exit(3)",
    ]);
    expect(thrown.some((error) => Object.hasOwn(error as object, "payload"))).toBe(false);
  });

  it("has random numbers of any sensible length", () => {
    const bytes = call("wasi:random/random", "getRandomBytes", 40n) as Uint8Array;
    expect(bytes).toHaveLength(40);
    expect(bytes).not.toEqual(call("wasi:random/insecure", "getInsecureRandomBytes", 40n));
    expect(call("wasi:random/random", "getRandomU64")).toBeTypeOf("bigint");
    expect(call("wasi:random/insecure-seed", "insecureSeed")).toHaveLength(2);
    expect(() => call("wasi:random/random", "getRandomBytes", 2n ** 63n)).toThrow("at most 16777216");
  });

  it("has every use of sockets refused and reported", () => {
    const uses = [
      () => call("wasi:sockets/tcp-create-socket", "createTcpSocket", "ipv4"),
      () => call("wasi:sockets/udp-create-socket", "createUdpSocket", "ipv6"),
      () =>
        call(
          "wasi:sockets/ip-name-lookup",
          "resolveAddresses",
          call("wasi:sockets/instance-network", "instanceNetwork"),
          "x",
        ),
    ];
    expect(uses.map(codeOf)).toEqual(["access-denied", "access-denied", "access-denied"]);
    expect(denied).toEqual([
      { asked: "create a TCP socket" },
      { asked: "create a UDP socket" },
      { asked: "resolve a host name through wasi:sockets" },
    ]);
  });

  it("tells the time of the host's clock", () => {
    wasi.dispose();
    wasi = make({ ...systemClock, now: () => 1_700_000_000_123, monotonic: () => 5.5 });
    expect(call("wasi:clocks/wall-clock", "now")).toEqual({
      seconds: 1_700_000_000n,
      nanoseconds: 123_000_000,
    });
    expect(call("wasi:clocks/monotonic-clock", "now")).toBe(5_500_000n);
  });

  it("sleeps in poll until the first of its clocks is due, and hears which", () => {
    const clock = (nanos: bigint) =>
      call("wasi:clocks/monotonic-clock", "subscribeDuration", nanos) as Pollable;
    const before = call("wasi:clocks/monotonic-clock", "now") as bigint;
    const soon = clock(3_000_000n);
    const late = clock(2n ** 64n - 1n);
    expect([...poll([late, soon])]).toEqual([1]);
    expect((call("wasi:clocks/monotonic-clock", "now") as bigint) - before).toBeGreaterThanOrEqual(
      3_000_000n,
    );
    expect(late.ready()).toBe(false);
    expect([...poll([late, new Pollable(), soon])]).toEqual([1, 2]);
    (call("wasi:clocks/monotonic-clock", "subscribeInstant", 0n) as Pollable).block();
  });

  it("traps when it polls nothing", () => {
    expect(() => poll([])).toThrow("empty list");
  });
});

describe("poll", () => {
  it("wakes when another thread signals", async () => {
    const signal = new WakeSignal();
    const done = new Int32Array(new SharedArrayBuffer(4));
    const source = `
      const { workerData: [word, done] } = require("node:worker_threads");
      Atomics.store(new Int32Array(done), 0, 1);
      Atomics.add(new Int32Array(word), 0, 1);
      Atomics.notify(new Int32Array(word), 0);
    `;
    const worker = new Worker(source, { eval: true, workerData: [signal.word.buffer, done.buffer] });
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    const awaited = {
      ready: () => Atomics.load(done, 0) === 1,
      remainingMillis: () => Number.POSITIVE_INFINITY,
    };
    await new Promise((resolve) => worker.once("online", resolve));
    expect([...poll([new Pollable(awaited, signal)])]).toEqual([0]);
    await ended;
  });
});
