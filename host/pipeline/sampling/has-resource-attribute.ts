import type { Batch } from "../../contract/index.ts";
import { FieldCursor, lengthDelimitedType } from "../batching/index.ts";
import { AttributeTest } from "./attribute-test.ts";
import { walkSpans } from "./walk-spans.ts";

/** `Resource.attributes` */
const attributesField = 1;

/** Resources are looked for in so much of a batch. */
const maxBytes = 1024 * 1024;

/** Whether one of a batch's resources has that attribute; a boolean and a number are written as text. */
export function hasResourceAttribute({ spans: bytes }: Batch, key: string, value: string): boolean {
  const test = new AttributeTest(key, value);
  let found = false;
  walkSpans(bytes, maxBytes, {
    enterResource() {},
    resource(start, end) {
      const cursor = new FieldCursor(bytes, start, end);
      while (!found && cursor.next()) {
        const isAttribute = cursor.number === attributesField && cursor.wireType === lengthDelimitedType;
        found = isAttribute && test.matches(bytes, cursor.valueStart, cursor.end);
      }
    },
    span() {},
  });
  return found;
}
