;; What the tricks with requests share: `$ask` requests `/` of a host over plain HTTP, and logs `denied`, or `done` where
;; there is a response.
(import "wasi:http/types@0.2.0" "[constructor]fields" (func $fields (result i32)))
(import "wasi:http/types@0.2.0" "[constructor]outgoing-request" (func $request (param i32) (result i32)))
(import "wasi:http/types@0.2.0" "[method]outgoing-request.set-scheme"
  (func $set-scheme (param i32 i32 i32 i32 i32) (result i32)))
(import "wasi:http/types@0.2.0" "[method]outgoing-request.set-authority"
  (func $set-authority (param i32 i32 i32 i32) (result i32)))
(import "wasi:http/types@0.2.0" "[method]future-incoming-response.subscribe" (func $subscribe (param i32) (result i32)))
(import "wasi:http/types@0.2.0" "[method]future-incoming-response.get" (func $get (param i32 i32)))
(import "wasi:http/outgoing-handler@0.2.0" "handle" (func $handle (param i32 i32 i32 i32)))
(import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))

(data (i32.const 512) "denieddone")

(func $send (param $host i32) (param $length i32) (local $request i32)
  (local.set $request (call $request (call $fields)))
  (drop (call $set-scheme (local.get $request) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0)))
  (drop (call $set-authority (local.get $request) (i32.const 1) (local.get $host) (local.get $length)))
  (call $handle (local.get $request) (i32.const 0) (i32.const 0) (i32.const 256)))
(func $tell (param $failed i32)
  (if (local.get $failed)
    (then (call $log (i32.const 2) (i32.const 512) (i32.const 6) (i32.const 0) (i32.const 0)))
    (else (call $log (i32.const 2) (i32.const 518) (i32.const 4) (i32.const 0) (i32.const 0)))))
(func $ask (param $host i32) (param $length i32) (local $future i32)
  (call $send (local.get $host) (local.get $length))
  (if (i32.load8_u (i32.const 256)) (then (call $tell (i32.const 1)) (return)))
  (local.set $future (i32.load (i32.const 264)))
  (call $block (call $subscribe (local.get $future)))
  (call $get (local.get $future) (i32.const 256))
  (call $tell (i32.load8_u (i32.const 272))))
