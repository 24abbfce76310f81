import { JsonKind, JsonValue } from "./json-value";

const maxDepth = 100;

/** Reads one JSON text (RFC 8259). After a mistake it goes no further: `problem` says what and where. */
export class JsonReader {
  problem: string | null = null;
  private at: i32 = 0;

  constructor(private readonly text: string) {}

  read(): JsonValue {
    const value = this.value(0);
    this.skipSpace();
    if (this.problem === null && this.at < this.text.length) this.fail("expected the end");
    return this.problem === null ? value : new JsonValue(JsonKind.Null);
  }

  private value(depth: i32): JsonValue {
    this.skipSpace();
    if (depth > maxDepth) return this.fail("nested deeper than " + maxDepth.toString());
    switch (this.peek()) {
      case 0x7b: // {
        return this.map(depth);
      case 0x5b: // [
        return this.list(depth);
      case 0x22: // "
        return new JsonValue(JsonKind.Text, this.string());
      case 0x74: // t
        return this.word("true", JsonKind.Flag);
      case 0x66: // f
        return this.word("false", JsonKind.Flag);
      case 0x6e: // n
        return this.word("null", JsonKind.Null);
      default:
        return this.number();
    }
  }

  private map(depth: i32): JsonValue {
    const map = new JsonValue(JsonKind.Map);
    this.at++;
    if (this.takes(0x7d)) return map;
    do {
      this.skipSpace();
      if (this.peek() != 0x22) return this.fail("expected a key in quotes");
      map.keys.push(this.string());
      if (!this.takes(0x3a)) return this.fail("expected a colon");
      map.items.push(this.value(depth + 1));
    } while (this.problem === null && this.takes(0x2c));
    if (this.problem === null && !this.takes(0x7d)) return this.fail("expected a comma or }");
    return map;
  }

  private list(depth: i32): JsonValue {
    const list = new JsonValue(JsonKind.List);
    this.at++;
    if (this.takes(0x5d)) return list;
    do list.items.push(this.value(depth + 1));
    while (this.problem === null && this.takes(0x2c));
    if (this.problem === null && !this.takes(0x5d)) return this.fail("expected a comma or ]");
    return list;
  }

  /** A string, from its opening quote on. */
  private string(): string {
    let text = "";
    let from = ++this.at;
    while (this.at < this.text.length) {
      const unit = this.peek();
      if (unit == 0x22) return text + this.text.substring(from, this.at++);
      if (unit < 0x20) break;
      if (unit == 0x5c) {
        text += this.text.substring(from, this.at) + this.escape();
        from = this.at;
      } else this.at++;
    }
    this.fail("a text does not end");
    return "";
  }

  private escape(): string {
    const unit = this.at + 1 < this.text.length ? this.text.charAt(this.at + 1) : "";
    this.at += 2;
    if (unit == "n") return "\n";
    if (unit == "t") return "\t";
    if (unit == "r") return "\r";
    if (unit == "b") return "\b";
    if (unit == "f") return "\f";
    if (unit != "u") {
      if (unit != '"' && unit != "\\" && unit != "/") this.fail("an unknown escape");
      return unit;
    }
    let code = 0;
    for (let i = 0; i < 4; i++, this.at++) {
      const digit = hexDigit(this.peek());
      if (digit < 0) this.fail("expected four hex digits");
      code = (code << 4) | digit;
    }
    return String.fromCharCode(code);
  }

  private number(): JsonValue {
    const from = this.at;
    while (isOfNumber(this.peek())) this.at++;
    const text = this.text.substring(from, this.at);
    const digit = text.startsWith("-") ? 1 : 0;
    const isNumber = text.length > digit && text.charCodeAt(digit) <= 0x39 && !isNaN(parseFloat(text));
    return isNumber ? new JsonValue(JsonKind.Number, text) : this.fail("expected a value");
  }

  private word(word: string, kind: JsonKind): JsonValue {
    if (!this.text.startsWith(word, this.at)) return this.fail("expected a value");
    this.at += word.length;
    return new JsonValue(kind, word);
  }

  private takes(unit: i32): bool {
    this.skipSpace();
    if (this.peek() != unit) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    while (this.peek() == 0x20 || (this.peek() >= 9 && this.peek() <= 13)) this.at++;
  }

  /** The code unit at hand; -1 at the end. */
  private peek(): i32 {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
  }

  private fail(problem: string): JsonValue {
    if (this.problem === null) {
      this.problem = "not valid JSON at character " + (this.at + 1).toString() + ": " + problem;
    }
    return new JsonValue(JsonKind.Null);
  }
}

function hexDigit(unit: i32): i32 {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Digits, sign, point and exponent. */
function isOfNumber(unit: i32): bool {
  return (
    (unit >= 0x30 && unit <= 0x39) || unit == 0x2d || unit == 0x2b || unit == 0x2e || (unit | 0x20) == 0x65
  );
}
