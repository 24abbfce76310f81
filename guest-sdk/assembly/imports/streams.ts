// wasi:io@0.2.0 as the canonical ABI passes it. Each `result` is the address of an area that the host fills.

/** The result (16 bytes): u8 tag, at 8 a u64 of bytes, or a u8 tag of the error and at 12 its handle. */
@external("wasi:io/streams@0.2.0", "[method]output-stream.check-write")
export declare function checkWrite(stream: i32, result: usize): void;

/** The result (12 bytes): u8 tag, at 4 a u8 tag of the error and at 8 its handle. */
@external("wasi:io/streams@0.2.0", "[method]output-stream.write")
export declare function writeStream(stream: i32, bytes: usize, byteLength: usize, result: usize): void;

/** The result (12 bytes): u8 tag, at 4 a u8 tag of the error and at 8 its handle. */
@external("wasi:io/streams@0.2.0", "[method]output-stream.blocking-write-and-flush")
export declare function blockingWriteAndFlush(stream: i32, bytes: usize, byteLength: usize, result: usize): void;

/** The result (12 bytes): u8 tag, at 4 a u8 tag of the error and at 8 its handle. */
@external("wasi:io/streams@0.2.0", "[method]output-stream.blocking-flush")
export declare function blockingFlush(stream: i32, result: usize): void;

@external("wasi:io/streams@0.2.0", "[resource-drop]output-stream")
export declare function dropStream(stream: i32): void;

@external("wasi:io/error@0.2.0", "[resource-drop]error")
export declare function dropError(error: i32): void;

/** The result (12 bytes): u8 tag, at 4 address and length, or a u8 tag of the error and at 8 its handle. */
@external("wasi:io/streams@0.2.0", "[method]input-stream.read")
export declare function readStream(stream: i32, atMost: u64, result: usize): void;

@external("wasi:io/streams@0.2.0", "[method]input-stream.subscribe")
export declare function subscribeToInput(stream: i32): i32;

@external("wasi:io/streams@0.2.0", "[resource-drop]input-stream")
export declare function dropInputStream(stream: i32): void;
