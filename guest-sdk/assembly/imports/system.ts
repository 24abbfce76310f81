// wasi:clocks, wasi:random and wasi:cli@0.2.0 as the canonical ABI passes them.

/** The result (16 bytes): u64 seconds since the Unix epoch, u32 nanoseconds. */
@external("wasi:clocks/wall-clock@0.2.0", "now")
export declare function wallClockNow(result: usize): void;

@external("wasi:clocks/monotonic-clock@0.2.0", "now")
export declare function monotonicClockNow(): u64;

@external("wasi:random/random@0.2.0", "get-random-u64")
export declare function getRandomU64(): u64;

/** The result (8 bytes): address and length. */
@external("wasi:random/random@0.2.0", "get-random-bytes")
export declare function getRandomBytes(byteLength: u64, result: usize): void;

/** The result (8 bytes): address and count of (address and length of name, address and length of value). */
@external("wasi:cli/environment@0.2.0", "get-environment")
export declare function getEnvironment(result: usize): void;
