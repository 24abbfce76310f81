/** What a JSON value is. */
export enum JsonKind {
  Null,
  Flag,
  Number,
  Text,
  List,
  Map,
}

/** A parsed JSON value. */
export class JsonValue {
  /** The members of a list or map. */
  readonly items: JsonValue[] = [];
  /** The keys of a map, in the order of `items`. */
  readonly keys: string[] = [];

  /** `text`: of a text; of a number or flag, as written. */
  constructor(
    readonly kind: JsonKind,
    readonly text: string = "",
  ) {}

  /** The member of a map; of a key that comes twice, the last. */
  member(key: string): JsonValue | null {
    for (let i = this.keys.length - 1; i >= 0; i--) {
      if (this.keys[i] == key) return this.items[i];
    }
    return null;
  }

  /** For messages: what was found. */
  get description(): string {
    switch (this.kind) {
      case JsonKind.Null:
        return "nothing";
      case JsonKind.Text:
        return "the text " + (this.text.length > 80 ? this.text.substring(0, 80) + "…" : this.text);
      case JsonKind.List:
        return "a list";
      case JsonKind.Map:
        return "a mapping";
      default:
        return this.text;
    }
  }
}
