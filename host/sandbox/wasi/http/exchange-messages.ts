import type { MessagePort } from "node:worker_threads";
import type { InjectedHeaders } from "../../../contract/index.ts";
import type { DeniedUse } from "../denied-use.ts";
import type { HttpErrorCode } from "./http-error.ts";
import type { Origin } from "./origin.ts";

/** Milliseconds; what the guest left out is the host's default. */
export interface HttpTimeouts {
  readonly connectMillis: number;
  readonly firstByteMillis: number;
  readonly betweenBytesMillis: number;
}

/** One request, whole. Header values are in Latin-1, one character a byte. */
export interface HttpRequest {
  readonly origin: Origin;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  /** A `BodyBuffer`, which the network's thread frees; undefined when there are no bytes. */
  readonly body: SharedArrayBuffer | undefined;
  readonly bodyByteLength: number;
  readonly timeouts: HttpTimeouts;
}

/** From the plugin's thread to the thread that does the network's work. */
export type ToNetwork =
  | { readonly kind: "request"; readonly id: number; readonly request: HttpRequest }
  /** One more piece of the response's body. */
  | { readonly kind: "pull"; readonly id: number }
  /** Nobody wants the rest. */
  | { readonly kind: "cancel"; readonly id: number };

/** And back. A `failed`, an `end` or a whole `response` is the last message of an exchange. */
export type FromNetwork =
  | {
      readonly kind: "response";
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      /** What of the body came together with them. */
      readonly bytes: Uint8Array;
      /** That was all of it: no `end` follows. */
      readonly isWhole: boolean;
    }
  | { readonly kind: "data"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly id: number }
  | {
      readonly kind: "failed";
      readonly id: number;
      readonly code: HttpErrorCode;
      readonly denial?: DeniedUse;
    };

/** A message before it is known whose it is. */
export type WithoutId<Message> = Message extends unknown ? Omit<Message, "id"> : never;

/** What the network thread starts with. */
export interface NetworkThreadData {
  readonly port: MessagePort;
  /** The word that the plugin's thread sleeps on. */
  readonly wake: Int32Array;
  readonly origins: readonly Origin[];
  readonly injectHeaders: InjectedHeaders;
}
