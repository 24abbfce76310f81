import { FieldCursor, lengthDelimitedType } from "../batching/index.ts";
import { AttributeTest } from "./attribute-test.ts";
import { varintAt } from "./wire-values.ts";

/** Which spans count. Both left out: all of them. */
export interface SpanSelection {
  /** The resource's `service.name`. */
  readonly service?: string | undefined;
  /** Attributes of the span or its resource; each must be there with that value, written as text. */
  readonly attributes?: ReadonlyMap<string, string> | undefined;
}

/** `Resource.attributes`, `Span.attributes`, `Span.status`, `Status.code` and its value for an error. */
const resourceAttributesField = 1;
const spanAttributesField = 9;
const statusField = 15;
const codeField = 3;
const errorCode = 2n;

/** Counts the spans of a selection, and those with an error status among them, while a walk shows them to it. */
export class SpanTally {
  matched = 0;
  errors = 0;
  readonly #tests: readonly AttributeTest[];
  /** The first test is for the resource only. */
  readonly #hasService: boolean;
  /** Bit n: test n has found its attribute. */
  readonly #all: number;
  #ofResource = 0;

  /** At most 30 attributes. */
  constructor({ service, attributes }: SpanSelection) {
    const tests = [...(attributes ?? [])].map(([key, value]) => new AttributeTest(key, value));
    this.#hasService = service !== undefined;
    this.#tests = service === undefined ? tests : [new AttributeTest("service.name", service), ...tests];
    this.#all = 2 ** this.#tests.length - 1;
  }

  enterResource(): void {
    this.#ofResource = 0;
  }

  resource(bytes: Uint8Array, start: number, end: number): void {
    if (this.#ofResource === this.#all) return;
    const cursor = new FieldCursor(bytes, start, end);
    while (cursor.next()) {
      if (cursor.number === resourceAttributesField)
        this.#ofResource = this.#look(bytes, cursor, this.#ofResource);
    }
  }

  span(bytes: Uint8Array, start: number, end: number): void {
    let found = this.#ofResource;
    if (this.#hasService && (found & 1) === 0) return;
    let isError = false;
    const cursor = new FieldCursor(bytes, start, end);
    while (cursor.next()) {
      if (cursor.number === spanAttributesField && found !== this.#all)
        found = this.#look(bytes, cursor, found);
      else if (cursor.number === statusField) isError = hasErrorCode(bytes, cursor);
    }
    if (found !== this.#all || cursor.isMalformed) return;
    this.matched += 1;
    if (isError) this.errors += 1;
  }

  #look(bytes: Uint8Array, { wireType, valueStart, end }: FieldCursor, before: number): number {
    if (wireType !== lengthDelimitedType) return before;
    let found = before;
    for (let index = 0; index < this.#tests.length; index += 1) {
      const bit = 1 << index;
      if ((found & bit) === 0 && this.#tests[index]!.matches(bytes, valueStart, end)) found |= bit;
    }
    return found;
  }
}

function hasErrorCode(bytes: Uint8Array, { wireType, valueStart, end }: FieldCursor): boolean {
  if (wireType !== lengthDelimitedType) return false;
  let isError = false;
  const cursor = new FieldCursor(bytes, valueStart, end);
  while (cursor.next()) {
    if (cursor.number === codeField && cursor.wireType === 0) {
      isError = varintAt(bytes, cursor.valueStart, cursor.end) === errorCode;
    }
  }
  return isError;
}
