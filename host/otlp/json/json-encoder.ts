import { BackwardWriter } from "../backward-writer.ts";
import { scalarRules } from "./encode-scalar.ts";
import { describeJson, JsonProblem } from "./json-problem.ts";
import {
  exportTraceServiceRequest,
  type MessageField,
  type MessageShape,
  type ScalarField,
} from "./otlp-messages.ts";

const wireBytes = 2;

/** Turns one OTLP/JSON value, parsed or made by a program, into protobuf. For one use. */
export class JsonEncoder {
  readonly #writer = new BackwardWriter();
  /** Keys and indexes on the way to the value at hand. */
  readonly #path: (string | number)[] = [];

  /** The message on a `SharedArrayBuffer`; throws `JsonProblem` at the first value that doesn't fit. */
  encode(root: unknown): Uint8Array {
    this.#message(exportTraceServiceRequest, root);
    return this.#writer.toShared();
  }

  /** Writes the fields of a message; tag and length are the caller's. */
  #message(shape: MessageShape, value: unknown): void {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.#refuse("an object", describeJson(value));
    }
    let written = 0;
    for (const key in value) {
      const field = shape.fields.get(key);
      const member = (value as Record<string, unknown>)[key];
      if (field === undefined || member === null || member === undefined) continue;
      if (++written > 1 && shape.isOneof)
        this.#refuse(`one of ${[...shape.fields.keys()].join(", ")}`, "several");
      this.#path.push(key);
      if (field.repeated) this.#elements(field, member);
      else this.#field(field, member, shape.isOneof);
      this.#path.pop();
    }
  }

  /** The last element first, because the writer goes backward. */
  #elements(field: ScalarField | MessageField, value: unknown): void {
    if (!Array.isArray(value)) this.#refuse("an array", describeJson(value));
    for (let index = value.length - 1; index >= 0; index--) {
      this.#path.push(index);
      this.#field(field, value[index], true);
      this.#path.pop();
    }
  }

  #field(field: ScalarField | MessageField, value: unknown, evenZero: boolean): void {
    const writer = this.#writer;
    const before = writer.length;
    if (field.kind === "message") {
      this.#message(field.type, value);
      writer.varint(writer.length - before);
      writer.tag(field.number, wireBytes);
      return;
    }
    const { wireType, expected, zero, write } = scalarRules[field.type];
    if (value === zero && !evenZero) return;
    if (!write(writer, value)) this.#refuse(expected, describeJson(value));
    if (wireType === wireBytes) writer.varint(writer.length - before);
    writer.tag(field.number, wireType);
  }

  #refuse(expected: string, found: string): never {
    const path = this.#path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
    throw new JsonProblem(path.replace(/^\./, ""), `expected ${expected}, found ${found}`);
  }
}
