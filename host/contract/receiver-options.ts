import type { Endpoint } from "./endpoint.ts";

/**
 * What both OTLP receivers take. The YAML keys in the comments are those of the OpenTelemetry Collector's
 * `confighttp` and `configgrpc`, so that a Collector config carries over; `auth` is our own, for the Collector
 * puts it in an extension.
 */
export interface ReceiverOptions {
  /** `endpoint`: where to listen; loopback unless the user writes otherwise. */
  readonly endpoint: Endpoint;
  /** `tls`: without it, plain text. */
  readonly tls?: ReceiverTls;
  /** `auth`: without it, everyone who reaches the port may send. */
  readonly auth?: ReceiverAuth;
}

/** The protocol `http` of the receiver `otlp`. */
export interface OtlpHttpReceiverOptions extends ReceiverOptions {
  /** `max_request_body_size`: bytes of one body after decompression. */
  readonly maxBodyBytes?: number;
  /** `traces_url_path`. */
  readonly tracesPath?: string;
  /** `cors`: without it, no cross-origin header is ever sent, so browsers keep other sites' scripts out. */
  readonly cors?: CorsOptions;
  /** `read_header_timeout`: from the connection's (or the request's) first byte to the end of its header. */
  readonly readHeaderTimeoutMillis?: number;
  /** `read_timeout`: for the whole request, body included. */
  readonly readTimeoutMillis?: number;
  /** `idle_timeout`: an unused keep-alive connection is closed after this time. */
  readonly idleTimeoutMillis?: number;
}

/** The protocol `grpc` of the receiver `otlp`. */
export interface OtlpGrpcReceiverOptions extends ReceiverOptions {
  /** `max_recv_msg_size_mib` × 1024²: bytes of one message after decompression. */
  readonly maxMessageBytes?: number;
  /** `max_concurrent_streams`: calls at the same time on one connection. */
  readonly maxConcurrentStreams?: number;
  /** `keepalive.server_parameters`. */
  readonly keepalive?: GrpcKeepalive;
}

/** PEM files, by absolute path. They are read at start, and an unreadable one fails the start. */
export interface ReceiverTls {
  /** `cert_file`: the server's certificate, its chain behind it. */
  readonly certFile: string;
  /** `key_file`. */
  readonly keyFile: string;
  /** `client_ca_file`: with it, a client has to show a certificate that one of these authorities signed. */
  readonly clientCaFile?: string;
}

/** Who may send. A request passes when one token or one user fits. An empty `auth` lets nobody in. */
export interface ReceiverAuth {
  /** `bearer_tokens`: values of `Authorization: Bearer …`. */
  readonly bearerTokens?: readonly string[];
  /** `basic_users`: user names and passwords of `Authorization: Basic …`. */
  readonly basicUsers?: readonly BasicUser[];
}

export interface BasicUser {
  readonly username: string;
  readonly password: string;
}

/** Which scripts of other origins may send from a browser. */
export interface CorsOptions {
  /** `allowed_origins`: exact origins, or with `*` for any run of characters: `https://*.example.com`, `*`. */
  readonly allowedOrigins: readonly string[];
  /** `allowed_headers` beside `Content-Type` and `Content-Encoding`; `*` allows every one asked for. */
  readonly allowedHeaders?: readonly string[];
  /** `max_age`: how long a browser may keep the answer to a preflight; its own default when left out. */
  readonly maxAgeSeconds?: number;
}

/** All in milliseconds; what is left out is not limited, as in gRPC itself. */
export interface GrpcKeepalive {
  /** `max_connection_idle` */
  readonly maxConnectionIdleMillis?: number;
  /** `max_connection_age` */
  readonly maxConnectionAgeMillis?: number;
  /** `max_connection_age_grace` */
  readonly maxConnectionAgeGraceMillis?: number;
  /** `time`: after this silence the server pings. */
  readonly timeMillis?: number;
  /** `timeout`: and closes when no answer comes within this time. */
  readonly timeoutMillis?: number;
}

export const defaultOtlpHttpReceiver = {
  maxBodyBytes: 64 * 1024 * 1024,
  tracesPath: "/v1/traces",
  readHeaderTimeoutMillis: 10_000,
  readTimeoutMillis: 60_000,
  idleTimeoutMillis: 60_000,
} as const satisfies Partial<OtlpHttpReceiverOptions>;

export const defaultOtlpGrpcReceiver = {
  maxMessageBytes: 64 * 1024 * 1024,
} as const satisfies Partial<OtlpGrpcReceiverOptions>;
