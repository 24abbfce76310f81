import { Field, lastPayload } from "../wire/field";
import { end, Range, start } from "../wire/range";
import { Scope } from "./scope";
import { Span } from "./span";

const scopeSpansTag: u32 = 18;

/**
 * All spans of one resource, over its scopes, in the order they were sent. Each access makes a `Span`: keep it in a
 * variable while you read it.
 */
export class Spans {
  private readonly ranges: Range[] = [];
  private readonly scopes: Scope[] = [];
  /** For each scope, the index after its last span. */
  private readonly scopeEnds: i32[] = [];
  private scopeIndex: i32 = 0;

  /** @internal `resourceSpans` is a `ResourceSpans` message. */
  constructor(resourceSpans: Range) {
    const limit = end(resourceSpans);
    for (let at = start(resourceSpans); at < limit; ) {
      at = Field.read(at, limit);
      if (Field.tag == scopeSpansTag) this.addScope(Field.payload);
    }
  }

  private addScope(scopeSpans: Range): void {
    const limit = end(scopeSpans);
    for (let at = start(scopeSpans); at < limit; ) {
      at = Field.read(at, limit);
      if (Field.tag == 18) this.ranges.push(Field.payload);
    }
    this.scopes.push(new Scope(lastPayload(scopeSpans, 10), lastPayload(scopeSpans, 26)));
    this.scopeEnds.push(this.ranges.length);
  }

  /** How many spans there are. */
  get length(): i32 {
    return this.ranges.length;
  }

  /** The span at `index`, from 0. Aborts when there is none. */
  @operator("[]") at(index: i32): Span {
    const message = this.ranges[index];
    if (this.scopeIndex > 0 && index < this.scopeEnds[this.scopeIndex - 1]) this.scopeIndex = 0;
    while (index >= this.scopeEnds[this.scopeIndex]) this.scopeIndex++;
    return new Span(message, this.scopes[this.scopeIndex]);
  }
}
