import { dtoa_buffered } from "util/number";
import { end, Range, range, start } from "../wire/range";
import { ByteBuffer } from "./byte-buffer";
import { writeDecimal, writeSigned } from "./decimal";
import { writeBase64, writeHex } from "./encodings";
import { Escape, escapeSlack, longestEscape, writeEscaped } from "./escape";
import { literalSlack, writeAscii } from "./literal";

const doubleDigits = memory.data(64, 8);
/** A number in quotes and a comma fit. */
const numberRoom: usize = 40;
const keptCapacity: i32 = 4 * 1024 * 1024;
/** Texts up to this length are written in one step. */
const oneStepBytes: usize = 1024;
const quote: u8 = 0x22;

/**
 * Writes JSON in UTF-8 into one buffer that grows. Commas come by themselves; that begin and end match is the caller's
 * part. Numbers and ids follow OTLP/JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 *
 * ```ts
 * json.clear();
 * json.beginObject();
 * json.key("service");
 * json.text(node.serviceName);
 * json.endObject();
 * ```
 */
export class JsonWriter extends ByteBuffer {
  private needsComma: bool = false;

  /** `initialCapacity` is how many bytes fit before the buffer grows for the first time. */
  constructor(initialCapacity: i32 = 64 * 1024) {
    super(initialCapacity);
  }

  /** The bytes written since the last `clear`, in place: valid until the next call of this writer. */
  get written(): Range {
    const from = this.address;
    return range(from, from + this.byteLength);
  }

  /** What was written since the last `clear`, as a text that is yours. */
  toString(): string {
    return String.UTF8.decodeUnsafe(this.address, this.byteLength);
  }

  /** Starts anew. The buffer stays, unless it has become very large. */
  clear(): void {
    this.empty(keptCapacity);
    this.needsComma = false;
  }

  /** Ends one of several values in the same buffer (JSON lines). */
  newline(): void {
    this.put(0x0a, false);
  }

  /** `{`: keys and values follow. */
  beginObject(): void {
    this.comma();
    this.put(0x7b, false);
  }

  /** `}` */
  endObject(): void {
    this.put(0x7d, true);
  }

  /** `[`: values follow. */
  beginArray(): void {
    this.comma();
    this.put(0x5b, false);
  }

  /** `]` */
  endArray(): void {
    this.put(0x5d, true);
  }

  /** A member's name, of ASCII without quotes and backslashes. For any other: `rangeKey`. */
  key(name: string): void {
    const length = <usize>name.length;
    let to = this.value(length + 3 + literalSlack);
    store<u8>(to, quote);
    to = writeAscii(name, to + 1);
    store<u16>(to, 0x3a22);
    this.wroteTo(to + 2);
    this.needsComma = false;
  }

  /** A member's name that lies in the batch, in UTF-8. What is not UTF-8 becomes U+FFFD. */
  rangeKey(name: Range): void {
    this.rangeText(name);
    this.put(0x3a, false);
  }

  /** A text that lies in the batch, in UTF-8. What is not UTF-8 becomes U+FFFD. */
  rangeText(text: Range): void {
    const from = start(text);
    const length = end(text) - from;
    if (length > oneStepBytes) return this.longText(text);
    let to = this.value(length * longestEscape + escapeSlack + 2);
    store<u8>(to, quote);
    this.quoted(Escape.write(from, from + length, to + 1));
  }

  /** A text in quotes, escaped. */
  text(text: string): void {
    const utf8 = String.UTF8.encode(text, false, String.UTF8.ErrorMode.REPLACE);
    const from = changetype<usize>(utf8);
    this.rangeText(range(from, from + <usize>utf8.byteLength));
  }

  /** Lower-case hex digits in quotes, for ids. */
  hex(bytes: Range): void {
    const from = start(bytes);
    const to = this.value((end(bytes) - from) * 2 + 3);
    store<u8>(to, quote);
    this.quoted(writeHex(from, end(bytes), to + 1));
  }

  /** Base64 in quotes. */
  base64(bytes: Range): void {
    const from = start(bytes);
    const to = this.value(((end(bytes) - from + 2) / 3) * 4 + 3);
    store<u8>(to, quote);
    this.quoted(writeBase64(from, end(bytes), to + 1));
  }

  /** A number of 32 bits or less. */
  number(value: i64): void {
    this.wroteTo(writeSigned(value, this.value(numberRoom)));
  }

  /** A signed 64-bit number: in quotes. */
  int64(value: i64): void {
    const to = this.value(numberRoom);
    store<u8>(to, quote);
    this.quoted(writeSigned(value, to + 1));
  }

  /** An unsigned 64-bit number: in quotes. */
  uint64(value: u64): void {
    const to = this.value(numberRoom);
    store<u8>(to, quote);
    this.quoted(writeDecimal(value, to + 1));
  }

  /** A double; `"NaN"`, `"Infinity"` and `"-Infinity"` in quotes. */
  double(value: f64): void {
    if (isNaN(value)) return this.text("NaN");
    if (!isFinite(value)) return this.text(value > 0 ? "Infinity" : "-Infinity");
    let to = this.value(numberRoom);
    // The library writes no sign before a zero.
    if (value == 0 && reinterpret<u64>(value) != 0) store<u8>(to++, 0x2d);
    const length = <usize>dtoa_buffered(doubleDigits, value);
    for (let i: usize = 0; i < length; i++) store<u8>(to + i, load<u16>(doubleDigits + (i << 1)));
    this.wroteTo(to + length);
  }

  /** `null` */
  nothing(): void {
    const to = this.value(numberRoom);
    store<u32>(to, 0x6c6c756e);
    this.wroteTo(to + 4);
  }

  /** `true` or `false` */
  flag(value: bool): void {
    const to = this.value(numberRoom);
    // "true" and "fals", lowest byte first.
    store<u32>(to, value ? 0x65757274 : 0x736c6166);
    store<u8>(to, 0x65, 4);
    this.wroteTo(to + (value ? 4 : 5));
  }

  private longText(text: Range): void {
    this.comma();
    this.put(quote, true);
    writeEscaped(this, start(text), end(text));
    this.put(quote, true);
  }

  @inline private put(byte: u8, needsComma: bool): void {
    const to = this.room(1);
    store<u8>(to, byte);
    this.wroteTo(to + 1);
    this.needsComma = needsComma;
  }

  @inline private quoted(to: usize): void {
    store<u8>(to, quote);
    this.wroteTo(to + 1);
  }

  @inline private comma(): void {
    if (this.needsComma) this.put(0x2c, false);
  }

  /** @internal Room for a value, behind a comma where one is needed. */
  @inline value(atMost: usize): usize {
    const to = this.room(atMost + 1);
    const isNext = this.needsComma;
    this.needsComma = true;
    if (!isNext) return to;
    store<u8>(to, 0x2c);
    return to + 1;
  }
}
