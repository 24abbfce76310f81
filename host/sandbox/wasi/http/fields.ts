import { WasiFailure } from "../wasi-failure.ts";

/** `wasi:http/types.header-error`. */
export type HeaderError = { readonly tag: "invalid-syntax" | "forbidden" | "immutable" };

type Entry = readonly [name: string, value: Uint8Array];

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Of names and values together, for one set of headers. */
const maxBytes = 64 * 1024;

/** About the connection, which is the host's: a guest could confuse the other side with them (RFC 9110, 7.6.1). */
const forbidden = new Set([
  "connection",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** `wasi:http/types.fields`: headers of either direction. Names are kept in lower case. */
export class Fields {
  #entries: Entry[] = [];
  #isImmutable = false;

  /** @throws WasiFailure of a header-error */
  static fromList(entries: readonly Entry[]): Fields {
    const fields = new Fields();
    for (const [name, value] of entries) fields.append(name, value);
    return fields;
  }

  /** Headers that came over the wire, in Latin-1. They are not checked and can't be changed. */
  static received(entries: readonly (readonly [string, string])[]): Fields {
    const fields = new Fields();
    fields.#entries = entries.map(([name, value]) => [name.toLowerCase(), Buffer.from(value, "latin1")]);
    fields.#isImmutable = true;
    return fields;
  }

  /** The same entries, which can't be changed through what is given back. */
  frozen(): Fields {
    const fields = this.clone();
    fields.#isImmutable = true;
    return fields;
  }

  get(name: string): Uint8Array[] {
    const wanted = name.toLowerCase();
    return this.#entries.filter(([entry]) => entry === wanted).map(([, value]) => new Uint8Array(value));
  }

  has(name: string): boolean {
    const wanted = name.toLowerCase();
    return this.#entries.some(([entry]) => entry === wanted);
  }

  set(name: string, values: readonly Uint8Array[]): void {
    const key = this.#checkedName(name);
    for (const value of values) checkValue(value);
    this.#replace([
      ...this.#entries.filter(([entry]) => entry !== key),
      ...values.map((value): Entry => [key, value]),
    ]);
  }

  delete(name: string): void {
    const key = this.#checkedName(name);
    this.#entries = this.#entries.filter(([entry]) => entry !== key);
  }

  append(name: string, value: Uint8Array): void {
    const key = this.#checkedName(name);
    checkValue(value);
    this.#replace([...this.#entries, [key, value]]);
  }

  entries(): [string, Uint8Array][] {
    return this.#entries.map(([name, value]) => [name, new Uint8Array(value)]);
  }

  clone(): Fields {
    const fields = new Fields();
    fields.#entries = [...this.#entries];
    return fields;
  }

  /** For the wire: values in Latin-1, one character a byte. */
  toLines(): [string, string][] {
    return this.#entries.map(([name, value]) => [name, latin1(value)]);
  }

  [Symbol.dispose](): void {}

  #checkedName(name: string): string {
    if (this.#isImmutable) throw headerError("immutable");
    if (!token.test(name)) throw headerError("invalid-syntax");
    const key = name.toLowerCase();
    if (forbidden.has(key)) throw headerError("forbidden");
    return key;
  }

  #replace(entries: Entry[]): void {
    const bytes = entries.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
    if (bytes > maxBytes) throw headerError("forbidden");
    this.#entries = entries;
  }
}

function headerError(tag: HeaderError["tag"]): WasiFailure<HeaderError> {
  return new WasiFailure({ tag });
}

/** Visible characters, space, tab, and bytes above 127 (RFC 9110, 5.5): nothing that could end the line. */
function checkValue(value: Uint8Array): void {
  for (const byte of value) {
    if ((byte < 32 && byte !== 9) || byte === 127) throw headerError("invalid-syntax");
  }
}

function latin1(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1");
}
