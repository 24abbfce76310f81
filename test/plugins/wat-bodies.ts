/** Bodies for `honestWat`, each named after what the guest does. Texts lie at 1024 and up, results as honestWat's. */
export const trap = "unreachable";
export const loop = "(loop $again (br $again)) (i32.const 128)";

/** Traps on batches that begin with `X`, and takes all others. */
export const trapOnX =
  "(if (i32.eq (i32.load8_u (local.get $ptr)) (i32.const 88)) (then (unreachable))) (i32.const 128)";

/** Loops on batches that begin with `X`, and takes all others. */
export const loopOnX =
  "(if (i32.eq (i32.load8_u (local.get $ptr)) (i32.const 88)) (then (loop $again (br $again)))) (i32.const 128)";

/** A data segment with a text at 1024. */
export const text = (value: string) => `(data (i32.const 1024) "${value}")`;

const store = (address: number, value: number) => `(i32.store (i32.const ${address}) (i32.const ${value}))`;

/** `err` of the config or of stop, of the text at 1024. */
export const err = (area: 64 | 192, length: number) =>
  `${store(area, 1)} ${store(area + 4, 1024)} ${store(area + 8, length)} (i32.const ${area})`;

/** Makes `count` exporters; the one at index i has the representation i + 1. */
export const exporters = (count: number, imports = "") => `${imports}
  (local $i i32)
  (loop $next
    (i32.store (i32.add (i32.const 8192) (i32.mul (local.get $i) (i32.const 4)))
      (call $new (i32.add (local.get $i) (i32.const 1))))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $i) (i32.const ${count}))))
  ${store(64, 0)} ${store(68, 8192)} ${store(72, count)} (i32.const 64)`;

/** `ok` with as many rejected spans as the exporter's index plus 1. */
export const rejectSelf = "(i32.store (i32.const 132) (local.get $self)) (i32.const 128)";

export const failRetryable = (length: number, retryAfterMillis?: number) =>
  `${store(128, 1)} ${store(132, 0)} ${store(136, 1024)} ${store(140, length)} ${
    retryAfterMillis === undefined ? store(144, 0) : `${store(144, 1)} ${store(148, retryAfterMillis)}`
  } (i32.const 128)`;

export const failPermanent = (length: number) =>
  `${store(128, 1)} ${store(132, 1)} ${store(136, 1024)} ${store(140, length)} (i32.const 128)`;

export const acceptWith = (rejected: number, length: number) =>
  `${store(132, rejected)} ${store(136, 1)} ${store(140, 1024)} ${store(144, length)} (i32.const 128)`;

/** Imports the contract's log as `$log (level, text, length, fields, count)`. */
export const importLog = `(import "spandock:exporter/log@1.0.0" "log" (func $log (param i32 i32 i32 i32 i32)))`;

export const log = (level: number, length: number) =>
  `(call $log (i32.const ${level}) (i32.const 1024) (i32.const ${length}) (i32.const 0) (i32.const 0))`;
