// wasi:io/poll and the pollables of wasi:clocks@0.2.0 as the canonical ABI passes them.

/** Takes the address and count of handles. The result (8 bytes): address and count of u32 indexes. */
@external("wasi:io/poll@0.2.0", "poll")
export declare function pollHandles(handles: usize, count: usize, result: usize): void;

@external("wasi:io/poll@0.2.0", "[method]pollable.block")
export declare function blockOn(pollable: i32): void;

@external("wasi:io/poll@0.2.0", "[resource-drop]pollable")
export declare function dropPollable(pollable: i32): void;

/** A handle of a pollable that is ready at an instant, in nanoseconds of the monotonic clock. */
@external("wasi:clocks/monotonic-clock@0.2.0", "subscribe-instant")
export declare function subscribeInstant(instant: u64): i32;
