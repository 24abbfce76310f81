import { LoweredText, liftText, release } from "../component/host-memory";
import { appendField, dropFields, fieldEntries, newFields } from "../imports/http";

const result = memory.data(8, 4);
/** Characters of a value that is worth concealing: shorter ones stand in texts by chance. */
const leastSecret = 4;

/** Headers, in their order. Names are the same in upper and lower case. */
export class HttpHeaders {
  /** @internal */
  readonly names: string[] = [];
  /** @internal */
  readonly values: string[] = [];
  private readonly secrets: string[] = [];

  /** How many headers there are, those of the same name apart. */
  get length(): i32 {
    return this.names.length;
  }

  /** Adds one, beside others of that name. */
  add(name: string, value: string): void {
    this.names.push(name.toLowerCase());
    this.values.push(value);
  }

  /** Adds one whose value `conceal` takes out of texts. */
  addSecret(name: string, value: string): void {
    this.add(name, value);
    const parts = value.split(" ");
    // `Bearer …` and the like: the second part alone is what is secret.
    const last = parts[parts.length - 1];
    if (value.length >= leastSecret) this.secrets.push(value);
    if (last.length >= leastSecret) this.secrets.push(last);
  }

  /** The text without the values of secret headers, for messages that may echo a request. */
  conceal(text: string): string {
    for (let i = 0; i < this.secrets.length; i++) text = text.replaceAll(this.secrets[i], "…");
    return text;
  }

  /** The first value under this name, or null. */
  get(name: string): string | null {
    const at = this.names.indexOf(name.toLowerCase());
    return at < 0 ? null : this.values[at];
  }

  /**
   * @internal The host's `fields` with these headers: a handle, or ~index of the header that the host refuses (a name
   * that is none, a value with a line break, one about the connection).
   */
  lower(): i32 {
    const fields = newFields();
    for (let i = 0; i < this.names.length; i++) {
      const name = new LoweredText(this.names[i]);
      const value = new LoweredText(this.values[i]);
      appendField(fields, name.address, name.byteLength, value.address, value.byteLength, result);
      name.free();
      value.free();
      if (load<u8>(result) == 0) continue;
      dropFields(fields);
      return ~i;
    }
    return fields;
  }

  /** @internal Reads the host's `fields`, and drops them. */
  static lift(fields: i32): HttpHeaders {
    const headers = new HttpHeaders();
    fieldEntries(fields, result);
    dropFields(fields);
    const list = load<usize>(result);
    const count = load<usize>(result, 4);
    for (let i: usize = 0; i < count; i++) {
      const entry = list + i * 16;
      const name = liftText(load<usize>(entry), load<usize>(entry, 4));
      headers.add(name, liftText(load<usize>(entry, 8), load<usize>(entry, 12)));
    }
    release(list, count * 16);
    return headers;
  }
}
