import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noPermissions } from "../../../host/contract/index.ts";
import { jcoOptions } from "../../../host/sandbox/runtime/jco-options.ts";
import { createWasi } from "../../../host/sandbox/wasi/index.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";

/** The part of WASI's WIT that the guest below uses; of the error codes, some. */
const wit = `
package test:guest;
world guest {
  import wasi:http/outgoing-handler@0.2.0;
  export run: func(port: u32) -> u32;
  export read: func() -> string;
}
package wasi:io@0.2.0 {
  interface error { resource error; }
  interface poll { resource pollable { block: func(); } }
  interface streams {
    use error.{error};
    variant stream-error { last-operation-failed(error), closed }
    resource input-stream { blocking-read: func(len: u64) -> result<list<u8>, stream-error>; }
    resource output-stream { blocking-write-and-flush: func(contents: list<u8>) -> result<_, stream-error>; }
  }
}
package wasi:http@0.2.0 {
  interface types {
    use wasi:io/poll@0.2.0.{pollable};
    use wasi:io/streams@0.2.0.{input-stream, output-stream};
    variant method { get, head, post, other(string) }
    variant scheme { HTTP, HTTPS, other(string) }
    variant error-code { HTTP-request-denied, connection-refused, HTTP-request-body-size(option<u64>), internal-error(option<string>) }
    resource fields { constructor(); }
    resource outgoing-request {
      constructor(headers: fields);
      body: func() -> result<outgoing-body>;
      set-method: func(method: method) -> result;
      set-scheme: func(scheme: option<scheme>) -> result;
      set-authority: func(authority: option<string>) -> result;
    }
    resource outgoing-body {
      write: func() -> result<output-stream>;
      finish: static func(this: outgoing-body, trailers: option<fields>) -> result<_, error-code>;
    }
    resource request-options { constructor(); }
    resource future-incoming-response {
      subscribe: func() -> pollable;
      get: func() -> option<result<result<incoming-response, error-code>>>;
    }
    resource incoming-response { status: func() -> u16; consume: func() -> result<incoming-body>; }
    resource incoming-body { %stream: func() -> result<input-stream>; }
  }
  interface outgoing-handler {
    use types.{outgoing-request, request-options, future-incoming-response, error-code};
    handle: func(request: outgoing-request, options: option<request-options>) -> result<future-incoming-response, error-code>;
  }
}`;

/**
 * `run` posts "hello" to 127.0.0.1 at a port of five digits and answers the status, or 1000 + the error code when
 * the request is refused, 2000 + the code when it fails. `read` gives the body of the response.
 */
const guest = `(module
  (import "wasi:http/types@0.2.0" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.2.0" "[constructor]outgoing-request" (func $request (param i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-request.set-method" (func $method (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-request.set-scheme" (func $scheme (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-request.set-authority" (func $authority (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-request.body" (func $body (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-body.write" (func $write (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[static]outgoing-body.finish" (func $finish (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.0" "[method]future-incoming-response.subscribe" (func $subscribe (param i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]future-incoming-response.get" (func $get (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-response.status" (func $status (param i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-response.consume" (func $consume (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-body.stream" (func $stream (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[resource-drop]outgoing-body" (func $drop-body (param i32)))
  (import "wasi:http/outgoing-handler@0.2.0" "handle" (func $handle (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush" (func $send (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.0" "[resource-drop]output-stream" (func $drop-output (param i32)))
  (import "wasi:io/streams@0.2.0" "[method]input-stream.blocking-read" (func $read (param i32 i64 i32)))
  (import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))
  (import "wasi:io/poll@0.2.0" "[resource-drop]pollable" (func $drop-pollable (param i32)))
  (memory (export "memory") 8)
  (global $next (mut i32) (i32.const 65536))
  (global $response (mut i32) (i32.const 0))
  (data (i32.const 16) "127.0.0.1:00000hello")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (global.get $next)
    (global.set $next (i32.and (i32.add (i32.add (global.get $next) (local.get 3)) (i32.const 7)) (i32.const -8))))
  (func (export "run") (param $port i32) (result i32) (local $at i32) (local $request i32) (local $future i32) (local $pollable i32) (local $out i32)
    (local.set $at (i32.const 30))
    (loop $digits
      (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $port) (i32.const 10))))
      (local.set $port (i32.div_u (local.get $port) (i32.const 10)))
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (br_if $digits (i32.gt_u (local.get $at) (i32.const 25))))
    (local.set $request (call $request (call $fields)))
    (drop (call $method (local.get $request) (i32.const 2) (i32.const 0) (i32.const 0)))
    (drop (call $scheme (local.get $request) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0)))
    (drop (call $authority (local.get $request) (i32.const 1) (i32.const 16) (i32.const 15)))
    (call $body (local.get $request) (i32.const 100))
    (call $handle (local.get $request) (i32.const 0) (i32.const 0) (i32.const 128))
    (if (i32.load8_u (i32.const 128)) (then
      (call $drop-body (i32.load (i32.const 104)))
      (return (i32.add (i32.const 1000) (i32.load8_u (i32.const 136))))))
    (local.set $future (i32.load (i32.const 136)))
    (call $write (i32.load (i32.const 104)) (i32.const 160))
    (local.set $out (i32.load (i32.const 164)))
    (call $send (local.get $out) (i32.const 31) (i32.const 5) (i32.const 192))
    (call $drop-output (local.get $out))
    (call $finish (i32.load (i32.const 104)) (i32.const 0) (i32.const 0) (i32.const 224))
    (local.set $pollable (call $subscribe (local.get $future)))
    (call $block (local.get $pollable))
    (call $drop-pollable (local.get $pollable))
    (call $get (local.get $future) (i32.const 256))
    (if (i32.load8_u (i32.const 272)) (then (return (i32.add (i32.const 2000) (i32.load8_u (i32.const 280))))))
    (global.set $response (i32.load (i32.const 280)))
    (call $status (global.get $response)))
  (func (export "read") (result i32)
    (call $consume (global.get $response) (i32.const 320))
    (call $stream (i32.load (i32.const 324)) (i32.const 336))
    (call $read (i32.load (i32.const 340)) (i64.const 10000) (i32.const 352))
    (i32.const 356)))`;

interface GuestExports {
  run(port: number): number;
  read(): string;
}
interface Generated {
  instantiate(core: (name: string) => object, imports: object): GuestExports;
}

describe("a compiled component that makes requests", () => {
  let server: HttpServer;
  let start: (grants: readonly string[]) => GuestExports & { dispose(): void };

  beforeAll(async () => {
    server = await startHttpServer();
    const core = await componentEmbed({ binary: await parse(guest), witSource: wit, world: "guest" });
    await $init;
    const { files } = generate(await componentNew(core), { ...jcoOptions, name: "guest" });
    const cores = new Map(files.filter(([name]) => name.endsWith(".wasm")));
    const source = Buffer.from(files.find(([name]) => name.endsWith(".js"))![1]).toString("base64");
    const generated = (await import(`data:text/javascript;base64,${source}`)) as Generated;
    start = (http) => {
      const wasi = createWasi({ permissions: { ...noPermissions, http }, onLine() {}, onDenied() {} });
      const compiled = (name: string) => new WebAssembly.Module(cores.get(name)! as Uint8Array<ArrayBuffer>);
      return { ...generated.instantiate(compiled, wasi.imports), dispose: () => wasi.dispose() };
    };
  });
  afterAll(() => server.stop());

  it("gets the response and reads its body", () => {
    const instance = start([`http://127.0.0.1:${server.port}`]);
    expect(instance.run(server.port)).toBe(200);
    expect(JSON.parse(instance.read())).toMatchObject({ method: "POST", url: "/", bytes: 5 });
    instance.dispose();
  });

  it("gets the codes of what is denied and of what fails", () => {
    const denied = start([]);
    expect(denied.run(server.port)).toBe(1000);
    denied.dispose();
    const refused = start(["http://127.0.0.1:00001"]);
    expect(refused.run(1)).toBe(2001);
    refused.dispose();
  });
});
