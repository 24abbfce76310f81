// wasi:filesystem@0.2.0 as the canonical ABI passes it. Each `result` is the address of an area that the host fills.

/** The result (8 bytes): address and count of (handle, address of path, length of path). */
@external("wasi:filesystem/preopens@0.2.0", "get-directories")
export declare function getDirectories(result: usize): void;

/** The result (8 bytes): u8 tag, at 4 a handle or a u8 error code. */
@external("wasi:filesystem/types@0.2.0", "[method]descriptor.open-at")
export declare function openAt(
  directory: i32,
  pathFlags: i32,
  path: usize,
  pathLength: usize,
  openFlags: i32,
  descriptorFlags: i32,
  result: usize,
): void;

/** The result (8 bytes): u8 tag, at 4 a handle or a u8 error code. */
@external("wasi:filesystem/types@0.2.0", "[method]descriptor.append-via-stream")
export declare function appendViaStream(descriptor: i32, result: usize): void;

/** The result (2 bytes): u8 tag, u8 error code. */
@external("wasi:filesystem/types@0.2.0", "[method]descriptor.sync")
export declare function syncDescriptor(descriptor: i32, result: usize): void;

/** The result (104 bytes): u8 tag, at 8 a u8 error code or the record `descriptor-stat`. */
@external("wasi:filesystem/types@0.2.0", "[method]descriptor.stat")
export declare function statDescriptor(descriptor: i32, result: usize): void;

@external("wasi:filesystem/types@0.2.0", "[resource-drop]descriptor")
export declare function dropDescriptor(descriptor: i32): void;

/** The result (2 bytes): u8 tag of the option, u8 error code. */
@external("wasi:filesystem/types@0.2.0", "filesystem-error-code")
export declare function filesystemErrorCode(error: i32, result: usize): void;
