import type { Case, Field, FunctionType, Item, TypeItem, ValueType } from "../../sandbox/index.ts";
import { isValueType } from "../../sandbox/index.ts";

/**
 * Whether two items are of the same type: structure, field names and case names in their order, parameter names;
 * resources by name. The walk follows `expected`, which is the agent's own and small, so it ends soon whatever
 * `found` is.
 */
export function equalItems(expected: Item, found: Item): boolean {
  switch (expected.kind) {
    case "function":
      return found.kind === "function" && equalFunctions(expected, found);
    case "type":
      return found.kind === "type" && equalTypeItems(expected.type, found.type);
    default:
      // The contract has no instances, components or modules inside its interfaces.
      return false;
  }
}

function equalFunctions(expected: FunctionType, found: FunctionType): boolean {
  return (
    expected.async === found.async &&
    equalLists(expected.parameters, found.parameters, equalFields) &&
    equalOptional(expected.result, found.result)
  );
}

function equalTypeItems(expected: TypeItem["type"], found: TypeItem["type"]): boolean {
  if (expected.kind === "resource") return found.kind === "resource" && equalNames(expected, found);
  return isValueType(expected) && isValueType(found) && equalValues(expected, found);
}

/** A resource without a name can't be told from another one. */
const equalNames = (expected: { readonly name: string }, found: { readonly name: string }) =>
  expected.name !== "" && expected.name === found.name;

function equalValues(expected: ValueType, found: ValueType): boolean {
  switch (expected.kind) {
    case "primitive":
      return found.kind === "primitive" && expected.name === found.name;
    case "record":
      return found.kind === "record" && equalLists(expected.fields, found.fields, equalFields);
    case "variant":
      return found.kind === "variant" && equalLists(expected.cases, found.cases, equalCases);
    case "list":
      return (
        found.kind === "list" &&
        expected.length === found.length &&
        equalValues(expected.element, found.element)
      );
    case "tuple":
      return found.kind === "tuple" && equalLists(expected.elements, found.elements, equalValues);
    case "flags":
    case "enum":
      return found.kind === expected.kind && equalLists(expected.names, found.names, (a, b) => a === b);
    case "option":
      return found.kind === "option" && equalValues(expected.some, found.some);
    case "result":
      return (
        found.kind === "result" &&
        equalOptional(expected.ok, found.ok) &&
        equalOptional(expected.err, found.err)
      );
    case "own":
    case "borrow":
      return found.kind === expected.kind && equalNames(expected.resource, found.resource);
    case "stream":
    case "future":
      return found.kind === expected.kind && equalOptional(expected.element, found.element);
    case "map":
      return (
        found.kind === "map" &&
        equalValues(expected.key, found.key) &&
        equalValues(expected.value, found.value)
      );
  }
}

function equalFields(expected: Field, found: Field): boolean {
  return expected.name === found.name && equalValues(expected.type, found.type);
}

function equalCases(expected: Case, found: Case): boolean {
  return expected.name === found.name && equalOptional(expected.type, found.type);
}

function equalOptional(expected: ValueType | undefined, found: ValueType | undefined): boolean {
  if (expected === undefined || found === undefined) return expected === found;
  return equalValues(expected, found);
}

function equalLists<T>(expected: readonly T[], found: readonly T[], equal: (a: T, b: T) => boolean): boolean {
  return expected.length === found.length && expected.every((item, index) => equal(item, found[index]!));
}
