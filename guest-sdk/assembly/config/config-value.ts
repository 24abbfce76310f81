import { parseDuration } from "./duration";
import { JsonKind, JsonValue } from "./json-value";

/**
 * One value of the config, with the path of keys that leads to it. A getter that finds another type than it gives
 * notes a problem that names the path, and gives the fallback. A value that is missing is no problem.
 *
 * ```ts
 * const root = config.parse();
 * root.onlyKeys(["paths", "timeout"]);
 * const timeoutMillis = root.get("timeout").durationMillis(5_000);
 * const paths = root.get("paths");
 * if (paths.texts().length == 0) paths.fail("expected at least one");
 * ```
 */
export class ConfigValue {
  /** @internal */
  constructor(
    private readonly problems: string[],
    private readonly path: string,
    private readonly json: JsonValue,
  ) {}

  /** Whether the user wrote something here, other than null. */
  get exists(): bool {
    return this.json.kind != JsonKind.Null;
  }

  /** The value under `key` of a mapping; one that does not exist when the key is missing. */
  get(key: string): ConfigValue {
    const path = this.path.length == 0 ? key : this.path + "." + key;
    let member: JsonValue | null = null;
    if (this.json.kind == JsonKind.Map) member = this.json.member(key);
    else this.expect("a mapping");
    return new ConfigValue(this.problems, path, member === null ? new JsonValue(JsonKind.Null) : member);
  }

  /** Notes a problem for each key of a mapping that is not in `known`. */
  onlyKeys(known: string[]): void {
    if (this.json.kind != JsonKind.Map) return this.expect("a mapping");
    for (let i = 0; i < this.json.keys.length; i++) {
      const key = this.json.keys[i];
      if (!known.includes(key)) this.get(key).fail("unknown key; expected " + known.join(", "));
    }
  }

  /** A text. */
  text(fallback: string = ""): string {
    if (this.json.kind == JsonKind.Text) return this.json.text;
    this.expect("a text");
    return fallback;
  }

  /** `true` or `false`. */
  flag(fallback: bool = false): bool {
    if (this.json.kind == JsonKind.Flag) return this.json.text == "true";
    this.expect("true or false");
    return fallback;
  }

  /** Any number. */
  number(fallback: f64 = 0): f64 {
    if (this.json.kind == JsonKind.Number) return parseFloat(this.json.text);
    this.expect("a number");
    return fallback;
  }

  /** A whole number of at most 53 bits, as a double can hold. */
  integer(fallback: i64 = 0): i64 {
    if (this.json.kind == JsonKind.Number) {
      const value = parseFloat(this.json.text);
      if (value == Math.floor(value) && Math.abs(value) <= F64.MAX_SAFE_INTEGER) return <i64>value;
    }
    this.expect("a whole number");
    return fallback;
  }

  /** The elements of a list, whose paths end in `[0]`, `[1]` and so on; none when there is nothing. */
  list(): ConfigValue[] {
    const values: ConfigValue[] = [];
    if (this.json.kind != JsonKind.List) {
      this.expect("a list");
      return values;
    }
    for (let i = 0; i < this.json.items.length; i++) {
      values.push(new ConfigValue(this.problems, this.path + "[" + i.toString() + "]", this.json.items[i]));
    }
    return values;
  }

  /** The keys of a mapping, in the order they were written; none when there is nothing. */
  keys(): string[] {
    if (this.json.kind == JsonKind.Map) return this.json.keys.slice(0);
    this.expect("a mapping");
    return [];
  }

  /** A text that may be secret: the problem with what is none does not show it. */
  secret(fallback: string = ""): string {
    if (this.json.kind == JsonKind.Text) return this.json.text;
    if (this.exists) this.fail("expected a text, in quotes when it looks like a number");
    return fallback;
  }

  /** A duration longer than 0, written as in the agent's own config (`5s`, `250ms`, `1m30s`), in milliseconds. */
  durationMillis(fallback: u32 = 0): u32 {
    if (!this.exists) return fallback;
    const millis = this.json.kind == JsonKind.Text ? parseDuration(this.json.text) : 0;
    if (millis > 0) return millis;
    this.expect("a duration with a unit, such as 5s, 250ms or 1m30s, of at most 24 days");
    return fallback;
  }

  /** The elements of a list of texts; `""`, and a problem, for one that is none. */
  texts(): string[] {
    return this.list().map<string>((value) => value.text());
  }

  /** Notes a problem with this value, for a rule of the plugin's own. */
  fail(problem: string): void {
    const text = (this.path.length == 0 ? "config" : this.path) + ": " + problem;
    if (!this.problems.includes(text)) this.problems.push(text);
  }

  /** A value of another type is a problem; a missing one is not. */
  private expect(what: string): void {
    if (this.exists) this.fail("expected " + what + ", found " + this.json.description);
  }
}
