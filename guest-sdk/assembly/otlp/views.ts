import { Field } from "../wire/field";
import { end, Range, start } from "../wire/range";
import { View } from "./view";

/** Where the first field of a repeated kind lies (upper half), and how many there are (lower half). */
export type Repeated = u64;

/** The address of the first one. */
export function firstOf(repeated: Repeated): usize {
  return <usize>(repeated >> 32);
}

/** Counts one more field, which lies at `at`. */
export function oneMore(repeated: Repeated, at: usize): Repeated {
  return repeated == 0 ? ((<u64>at) << 32) | 1 : repeated + 1;
}

/** Finds the fields with this tag. */
export function repeatedIn(message: Range, tag: u32): Repeated {
  let found: Repeated = 0;
  const limit = end(message);
  let at = start(message);
  while (at < limit) {
    const next = Field.read(at, limit);
    if (Field.tag == tag) found = oneMore(found, at);
    at = next;
  }
  return found;
}

/**
 * A repeated field of a message: `length` views, made when they are asked for. Reading them in order is one walk over
 * the message; jumping back, also to the same element again, starts it anew: keep an element in a variable.
 *
 * ```ts
 * const events = span.events;
 * for (let i = 0; i < events.length; i++) {
 *   const event = events[i];
 *   Log.info(event.name + " at " + rfc3339(event.timeUnixNano));
 * }
 * ```
 */
export class Views<T extends View> {
  /** How many elements there are. */
  readonly length: i32;
  private readonly first: usize;
  private readonly limit: usize;
  private next: usize;
  private nextIndex: i32 = 0;

  /** @internal */
  constructor(
    message: Range,
    private readonly tag: u32,
    repeated: Repeated,
  ) {
    this.length = <i32>repeated;
    this.first = firstOf(repeated);
    this.limit = end(message);
    this.next = this.first;
  }

  /** The element at `index`, from 0. Aborts when there is none. */
  @operator("[]") at(index: i32): T {
    return instantiate<T>(this.rangeAt(index));
  }

  /** The bytes of the element at `index`: a view without an object. */
  rangeAt(index: i32): Range {
    if (<u32>index >= <u32>this.length) {
      throw new RangeError("no element " + index.toString() + " in a list of " + this.length.toString());
    }
    if (index < this.nextIndex) {
      this.next = this.first;
      this.nextIndex = 0;
    }
    while (this.next < this.limit) {
      this.next = Field.read(this.next, this.limit);
      if (Field.tag == this.tag && this.nextIndex++ == index) return Field.payload;
    }
    return 0;
  }
}
