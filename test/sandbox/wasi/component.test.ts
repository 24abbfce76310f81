import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preview1AdapterReactorPath } from "@bytecodealliance/jco";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jcoOptions } from "../../../host/sandbox/runtime/jco-options.ts";
import { createWasi, type DeniedUse } from "../../../host/sandbox/wasi/index.ts";

/**
 * A guest of the kind that C libraries make: WASI preview 1, adapted. `run` opens the path at 1024 below descriptor
 * `fd`, writes 5 bytes to it and to standard output, sleeps, and answers the first errno that is not 0.
 */
const guest = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 8)
  (global $next (mut i32) (i32.const 65536))
  (data (i32.const 1024) "file")
  (data (i32.const 1040) "../up")
  (data (i32.const 2048) "hello")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (global.get $next)
    (global.set $next (i32.and (i32.add (i32.add (global.get $next) (local.get 3)) (i32.const 7)) (i32.const -8))))
  (func $store (param $fd i32) (result i32)
    (i32.store (i32.const 16) (i32.const 2048))
    (i32.store (i32.const 20) (i32.const 5))
    (call $write (local.get $fd) (i32.const 16) (i32.const 1) (i32.const 24)))
  (func (export "run") (param $fd i32) (param $at i32) (param $length i32) (result i32) (local $error i32)
    (local.set $error (call $open (local.get $fd) (i32.const 0) (local.get $at) (local.get $length)
      (i32.const 1) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 8)))
    (if (local.get $error) (then (return (local.get $error))))
    (local.set $error (call $store (i32.load (i32.const 8))))
    (if (local.get $error) (then (return (local.get $error))))
    (local.set $error (call $close (i32.load (i32.const 8))))
    (if (local.get $error) (then (return (local.get $error))))
    (i64.store (i32.const 4096) (i64.const 0)) (i32.store8 (i32.const 4104) (i32.const 0))
    (i32.store (i32.const 4112) (i32.const 1)) (i64.store (i32.const 4120) (i64.const 1000))
    (local.set $error (call $poll (i32.const 4096) (i32.const 4200) (i32.const 1) (i32.const 4300)))
    (if (local.get $error) (then (return (local.get $error))))
    (local.set $error (call $random (i32.const 5000) (i32.const 16)))
    (if (local.get $error) (then (return (local.get $error))))
    (call $store (i32.const 1)))
  (func (export "quit") (call $exit (i32.const 1))))`;

interface GuestExports {
  run(fd: number, at: number, length: number): number;
  quit(): void;
}

type Instantiate = (core: (name: string) => object, imports: object) => GuestExports;

describe("a compiled component with a C library's imports", () => {
  const directory = mkdtempSync(join(tmpdir(), "spandock-wasi-"));
  const denied: DeniedUse[] = [];
  const lines: string[] = [];
  let start: (access: "read" | "write") => GuestExports;

  beforeAll(async () => {
    const witSource = `package test:guest;
      world guest { export run: func(fd: u32, at: u32, length: u32) -> u32; export quit: func(); }`;
    const core = await componentEmbed({ binary: await parse(guest), witSource, world: "guest" });
    const adapter = readFileSync(preview1AdapterReactorPath());
    const component = await componentNew(core, [["wasi_snapshot_preview1", adapter]]);
    await $init;
    const { files } = generate(component, { ...jcoOptions, name: "guest" });
    const cores = new Map(files.filter(([name]) => name.endsWith(".wasm")));
    const source = join(directory, "guest.mjs");
    writeFileSync(source, files.find(([name]) => name.endsWith(".js"))![1]);
    const { instantiate } = (await import(source)) as { instantiate: Instantiate };
    start = (access) => {
      const wasi = createWasi({
        permissions: { directories: [{ guestPath: "/out", hostPath: directory, access }], http: [], env: {} },
        onLine: (stream, text) => lines.push(`${stream}: ${text}`),
        onDenied: (use) => denied.push(use),
      });
      const compiled = (name: string) => new WebAssembly.Module(cores.get(name)! as Uint8Array<ArrayBuffer>);
      const exports = instantiate(compiled, wasi.imports);
      return {
        run: (...args) => {
          const errno = exports.run(...args);
          wasi.dispose();
          return errno;
        },
        quit: () => exports.quit(),
      };
    };
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it("writes a file in a granted directory, sleeps, and prints", () => {
    expect(start("write").run(3, 1024, 4)).toBe(0);
    expect(readFileSync(join(directory, "file"), "utf8")).toBe("hello");
    expect(lines).toEqual(["stdout: hello"]);
  });

  it("gets EROFS where it may only read, and EPERM for a path that leads out or where nothing is granted", () => {
    expect(start("write").run(3, 1040, 5)).toBe(63);
    expect(start("read").run(3, 1024, 4)).toBe(69);
    expect(start("write").run(4, 1024, 4)).toBe(63);
    expect(denied.map(({ asked }) => asked)).toEqual([
      "open /up",
      "open to write /out/file",
      "open to write /file",
    ]);
  });

  it("traps with the exit code when it exits", () => {
    expect(() => start("write").quit()).toThrow("exit(1)");
  });
});
