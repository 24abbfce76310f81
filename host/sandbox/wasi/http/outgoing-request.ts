import { WasiFailure } from "../wasi-failure.ts";
import type { BodyMemory } from "./body-bytes.ts";
import type { Fields } from "./fields.ts";
import { OutgoingBody } from "./outgoing-body.ts";

/** `wasi:http/types.method`. */
export type Method =
  | { readonly tag: "get" | "head" | "post" | "put" | "delete" | "connect" | "options" | "trace" | "patch" }
  | { readonly tag: "other"; readonly val: string };

/** `wasi:http/types.scheme`. */
export type Scheme = { readonly tag: "HTTP" | "HTTPS" } | { readonly tag: "other"; readonly val: string };

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/;
const maxPathLength = 16 * 1024;

/** `wasi:http/types.outgoing-request`. */
export class OutgoingRequest {
  readonly #headers: Fields;
  #method: Method = { tag: "get" };
  #path: string | undefined;
  #scheme: Scheme | undefined;
  #authority: string | undefined;
  #body: OutgoingBody | undefined;

  readonly #memory: BodyMemory;

  constructor(headers: Fields, memory: BodyMemory) {
    this.#memory = memory;
    this.#headers = headers.frozen();
  }

  headers(): Fields {
    return this.#headers.frozen();
  }

  /** @throws WasiFailure when it was taken before. */
  body(): OutgoingBody {
    if (this.#body !== undefined) throw new WasiFailure(undefined);
    const [length] = this.#headers
      .get("content-length")
      .map((value) => Number(Buffer.from(value).toString()));
    this.#body = new OutgoingBody(this.#memory, length);
    return this.#body;
  }

  /** The body, if the guest took it: what is sent is what it writes there. */
  takenBody(): OutgoingBody | undefined {
    return this.#body;
  }

  method(): Method {
    return this.#method;
  }

  setMethod(method: Method): void {
    if (method.tag === "other" && !token.test(method.val)) throw new WasiFailure(undefined);
    this.#method = method;
  }

  pathWithQuery(): string | undefined {
    return this.#path;
  }

  setPathWithQuery(path: string | undefined): void {
    const isValid = path === undefined || path === "" || /^[/?][\x21-\x7e]*$/.test(path);
    if (!isValid || path?.includes("#") || (path?.length ?? 0) > maxPathLength)
      throw new WasiFailure(undefined);
    this.#path = path;
  }

  scheme(): Scheme | undefined {
    return this.#scheme;
  }

  setScheme(scheme: Scheme | undefined): void {
    if (scheme?.tag === "other" && !/^[a-z][a-z0-9+.-]*$/i.test(scheme.val)) throw new WasiFailure(undefined);
    this.#scheme = scheme;
  }

  authority(): string | undefined {
    return this.#authority;
  }

  setAuthority(authority: string | undefined): void {
    const isValid = authority === undefined || /^[^\s/?#@\\]+$/.test(authority);
    if (!isValid || !URL.canParse(`http://${authority ?? "none"}`)) throw new WasiFailure(undefined);
    this.#authority = authority;
  }

  [Symbol.dispose](): void {
    this.#body?.abandon();
  }
}
