;; What the file tricks share: calls that take texts ending with a zero byte, and answer a handle or 0, or a negative
;; error code. `$tell` logs `done` or `denied`; `$loot` logs what a file holds, and writes into it.
(import "wasi:filesystem/preopens@0.2.0" "get-directories" (func $directories (param i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.open-at"
  (func $open-at (param i32 i32 i32 i32 i32 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.read" (func $read (param i32 i64 i64 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.write" (func $write (param i32 i32 i32 i64 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.set-size" (func $set-size (param i32 i64 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.sync" (func $sync (param i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.create-directory-at"
  (func $mkdir-at (param i32 i32 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.link-at"
  (func $link-at (param i32 i32 i32 i32 i32 i32 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.readlink-at" (func $readlink-at (param i32 i32 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.rename-at"
  (func $rename-at (param i32 i32 i32 i32 i32 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.set-times-at"
  (func $set-times-at (param i32 i32 i32 i32 i32 i64 i32 i32 i64 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.symlink-at"
  (func $symlink-at (param i32 i32 i32 i32 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[method]descriptor.unlink-file-at" (func $unlink-at (param i32 i32 i32 i32)))
(import "wasi:filesystem/types@0.2.0" "[resource-drop]descriptor" (func $drop (param i32)))

(data (i32.const 512) "denieddonestolen")

;; The grant at this place of the list: 0 is the deepest, the last is the root.
(func $grant (param $index i32) (result i32)
  (call $directories (i32.const 256))
  (i32.load (i32.add (i32.load (i32.const 256)) (i32.mul (local.get $index) (i32.const 12)))))
(func $root (result i32)
  (call $directories (i32.const 256))
  (call $grant (i32.sub (i32.load (i32.const 260)) (i32.const 1))))
(func $length (param $text i32) (result i32) (local $end i32)
  (local.set $end (local.get $text))
  (loop $next
    (if (i32.load8_u (local.get $end)) (then
      (local.set $end (i32.add (local.get $end) (i32.const 1)))
      (br $next))))
  (i32.sub (local.get $end) (local.get $text)))
;; The answer at 256, whose error code lies at `code`.
(func $answer (param $value i32) (param $code i32) (result i32)
  (if (result i32) (i32.load8_u (i32.const 256))
    (then (i32.sub (i32.const -1) (i32.load8_u (local.get $code))))
    (else (local.get $value))))
(func $open (param $at i32) (param $path i32) (param $how i32) (param $rights i32) (result i32)
  (call $open-at (local.get $at) (i32.const 1) (local.get $path) (call $length (local.get $path))
    (local.get $how) (local.get $rights) (i32.const 256))
  (call $answer (i32.load (i32.const 260)) (i32.const 260)))
(func $symlink (param $at i32) (param $target i32) (param $path i32) (result i32)
  (call $symlink-at (local.get $at) (local.get $target) (call $length (local.get $target))
    (local.get $path) (call $length (local.get $path)) (i32.const 256))
  (call $answer (i32.const 0) (i32.const 257)))
(func $link (param $at i32) (param $old i32) (param $to i32) (param $new i32) (result i32)
  (call $link-at (local.get $at) (i32.const 1) (local.get $old) (call $length (local.get $old))
    (local.get $to) (local.get $new) (call $length (local.get $new)) (i32.const 256))
  (call $answer (i32.const 0) (i32.const 257)))
(func $rename (param $at i32) (param $old i32) (param $to i32) (param $new i32) (result i32)
  (call $rename-at (local.get $at) (local.get $old) (call $length (local.get $old))
    (local.get $to) (local.get $new) (call $length (local.get $new)) (i32.const 256))
  (call $answer (i32.const 0) (i32.const 257)))
(func $mkdir (param $at i32) (param $path i32) (result i32)
  (call $mkdir-at (local.get $at) (local.get $path) (call $length (local.get $path)) (i32.const 256))
  (call $answer (i32.const 0) (i32.const 257)))
(func $unlink (param $at i32) (param $path i32) (result i32)
  (call $unlink-at (local.get $at) (local.get $path) (call $length (local.get $path)) (i32.const 256))
  (call $answer (i32.const 0) (i32.const 257)))
;; Sets both times to now.
(func $touch (param $at i32) (param $path i32) (result i32)
  (call $set-times-at (local.get $at) (i32.const 1) (local.get $path) (call $length (local.get $path))
    (i32.const 1) (i64.const 0) (i32.const 0) (i32.const 1) (i64.const 0) (i32.const 0) (i32.const 256))
  (call $answer (i32.const 0) (i32.const 257)))
(func $tell (param $result i32)
  (if (i32.lt_s (local.get $result) (i32.const 0))
    (then (call $log (i32.const 2) (i32.const 512) (i32.const 6) (i32.const 0) (i32.const 0)))
    (else (call $log (i32.const 2) (i32.const 518) (i32.const 4) (i32.const 0) (i32.const 0)))))
(func $loot (param $file i32)
  (call $tell (local.get $file))
  (if (i32.lt_s (local.get $file) (i32.const 0)) (then (return)))
  (call $read (local.get $file) (i64.const 4096) (i64.const 0) (i32.const 256))
  (if (i32.eqz (i32.load8_u (i32.const 256))) (then
    (call $log (i32.const 2) (i32.load (i32.const 260)) (i32.load (i32.const 264)) (i32.const 0) (i32.const 0))))
  (call $write (local.get $file) (i32.const 522) (i32.const 6) (i64.const 0) (i32.const 256)))
