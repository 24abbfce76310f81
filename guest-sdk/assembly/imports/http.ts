// wasi:http@0.2.0 as the canonical ABI passes it. Each `result` is the address of an area that the host fills. An
// `error-code` is 32 bytes, aligned to 8: u8 case, its payload at 8. Setters give 0 for ok.

@external("wasi:http/types@0.2.0", "[constructor]fields")
export declare function newFields(): i32;

/** The result (2 bytes): u8 tag, u8 header error. */
@external("wasi:http/types@0.2.0", "[method]fields.append")
export declare function appendField(fields: i32, name: usize, nameLength: usize, value: usize, valueLength: usize, result: usize): void;

/** The result (8 bytes): address and count of (address and length of name, address and length of value). */
@external("wasi:http/types@0.2.0", "[method]fields.entries")
export declare function fieldEntries(fields: i32, result: usize): void;

@external("wasi:http/types@0.2.0", "[resource-drop]fields")
export declare function dropFields(fields: i32): void;

/** Takes the fields. */
@external("wasi:http/types@0.2.0", "[constructor]outgoing-request")
export declare function newRequest(fields: i32): i32;

/** A case of `method`; the text is that of the last case, `other`. */
@external("wasi:http/types@0.2.0", "[method]outgoing-request.set-method")
export declare function setMethod(request: i32, method: i32, text: usize, textLength: usize): i32;

@external("wasi:http/types@0.2.0", "[method]outgoing-request.set-path-with-query")
export declare function setPathWithQuery(request: i32, isSome: i32, path: usize, pathLength: usize): i32;

@external("wasi:http/types@0.2.0", "[method]outgoing-request.set-scheme")
export declare function setScheme(request: i32, isSome: i32, scheme: i32, text: usize, textLength: usize): i32;

@external("wasi:http/types@0.2.0", "[method]outgoing-request.set-authority")
export declare function setAuthority(request: i32, isSome: i32, authority: usize, authorityLength: usize): i32;

/** The result (8 bytes): u8 tag, at 4 a handle. */
@external("wasi:http/types@0.2.0", "[method]outgoing-request.body")
export declare function requestBody(request: i32, result: usize): void;

@external("wasi:http/types@0.2.0", "[resource-drop]outgoing-request")
export declare function dropRequest(request: i32): void;

/** The result (8 bytes): u8 tag, at 4 a handle of an output stream. */
@external("wasi:http/types@0.2.0", "[method]outgoing-body.write")
export declare function writeBody(body: i32, result: usize): void;

/** Takes the body. The result (40 bytes): u8 tag, at 8 an error code. */
@external("wasi:http/types@0.2.0", "[static]outgoing-body.finish")
export declare function finishBody(body: i32, isSome: i32, trailers: i32, result: usize): void;

@external("wasi:http/types@0.2.0", "[resource-drop]outgoing-body")
export declare function dropBody(body: i32): void;

@external("wasi:http/types@0.2.0", "[constructor]request-options")
export declare function newOptions(): i32;

/** Nanoseconds. */
@external("wasi:http/types@0.2.0", "[method]request-options.set-connect-timeout")
export declare function setConnectTimeout(options: i32, isSome: i32, nanos: u64): i32;

/** Nanoseconds. */
@external("wasi:http/types@0.2.0", "[method]request-options.set-first-byte-timeout")
export declare function setFirstByteTimeout(options: i32, isSome: i32, nanos: u64): i32;

/** Nanoseconds. */
@external("wasi:http/types@0.2.0", "[method]request-options.set-between-bytes-timeout")
export declare function setBetweenBytesTimeout(options: i32, isSome: i32, nanos: u64): i32;

/** Takes the request and the options. The result (40 bytes): u8 tag, at 8 a handle or an error code. */
@external("wasi:http/outgoing-handler@0.2.0", "handle")
export declare function handle(request: i32, isSome: i32, options: i32, result: usize): void;

@external("wasi:http/types@0.2.0", "[method]future-incoming-response.subscribe")
export declare function subscribeToResponse(future: i32): i32;

/**
 * The result (56 bytes): u8 tag of the option, at 8 the u8 tag of whether it can be had, at 16 the u8 tag of whether it
 * went well, at 24 a handle or an error code.
 */
@external("wasi:http/types@0.2.0", "[method]future-incoming-response.get")
export declare function getResponse(future: i32, result: usize): void;

@external("wasi:http/types@0.2.0", "[resource-drop]future-incoming-response")
export declare function dropFuture(future: i32): void;

@external("wasi:http/types@0.2.0", "[method]incoming-response.status")
export declare function responseStatus(response: i32): i32;

@external("wasi:http/types@0.2.0", "[method]incoming-response.headers")
export declare function responseHeaders(response: i32): i32;

/** The result (8 bytes): u8 tag, at 4 a handle. */
@external("wasi:http/types@0.2.0", "[method]incoming-response.consume")
export declare function consumeResponse(response: i32, result: usize): void;

@external("wasi:http/types@0.2.0", "[resource-drop]incoming-response")
export declare function dropResponse(response: i32): void;

/** The result (8 bytes): u8 tag, at 4 a handle of an input stream. */
@external("wasi:http/types@0.2.0", "[method]incoming-body.stream")
export declare function streamOfBody(body: i32, result: usize): void;

@external("wasi:http/types@0.2.0", "[resource-drop]incoming-body")
export declare function dropIncomingBody(body: i32): void;

/** The result (40 bytes): u8 tag of the option, at 8 an error code. */
@external("wasi:http/types@0.2.0", "http-error-code")
export declare function httpErrorCode(error: i32, result: usize): void;
