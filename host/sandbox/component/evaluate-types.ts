import { UnsupportedWasm } from "../core-module/byte-reader.ts";
import type { ResourceEntity, Scope, TypeEntity } from "./entities.ts";
import type { FunctionNode, TypeNode, ValueNode, ValueRef } from "./nodes.ts";
import type { FunctionType, PrimitiveName, ValueType } from "./types.ts";

/** How deep value types may nest; wasmparser's own bound. It keeps every later walk over a type shallow. */
const maxValueDepth = 100;

const valueKinds: ReadonlySet<string> = new Set<ValueType["kind"]>([
  "primitive",
  "record",
  "variant",
  "list",
  "tuple",
  "flags",
  "enum",
  "option",
  "result",
  "own",
  "borrow",
  "stream",
  "future",
  "map",
]);

export function isValueType(type: { readonly kind: string }): type is ValueType {
  return valueKinds.has(type.kind);
}

/** Resolves the indexes in type definitions against a scope. */
export class TypeEvaluator {
  readonly #depths = new WeakMap<ValueType, number>();

  /** @throws UnsupportedWasm where an index leads to nothing or to another kind of type. */
  evaluate(node: TypeNode, scope: Scope): TypeEntity {
    switch (node.kind) {
      case "function":
        return this.#function(node, scope);
      case "resource":
        return { kind: "resource", name: "" };
      case "instance-type":
        return { kind: "instance-type", definitions: node.definitions, scope };
      case "component-type":
        return node;
      default:
        return this.#value(node, scope);
    }
  }

  #function({ async, parameters, result }: FunctionNode, scope: Scope): FunctionType {
    const child = (ref: ValueRef) => this.#resolve(ref, scope);
    return {
      kind: "function",
      async,
      parameters: parameters.map(({ name, type }) => ({ name, type: child(type) })),
      ...(result === undefined ? {} : { result: child(result) }),
    };
  }

  #value(node: ValueNode, scope: Scope): ValueType {
    let depth = 0;
    const child = (ref: ValueRef): ValueType => {
      const type = this.#resolve(ref, scope);
      depth = Math.max(depth, (this.#depths.get(type) ?? 0) + 1);
      return type;
    };
    const optional = <K extends string>(key: K, ref: ValueRef | undefined) =>
      ref === undefined ? {} : ({ [key]: child(ref) } as { [P in K]: ValueType });
    const made = makeValue(node, { child, optional, resource: (index) => resourceAt(scope, index) });
    if (depth > maxValueDepth)
      throw new UnsupportedWasm(`it nests value types deeper than ${maxValueDepth} levels`);
    this.#depths.set(made, depth);
    return made;
  }

  #resolve(ref: ValueRef, scope: Scope): ValueType {
    if (typeof ref === "string") return primitive(ref);
    const type = typeAt(scope, ref);
    if (!isValueType(type))
      throw new UnsupportedWasm(`type ${ref} is used as a value type, but is a ${type.kind}`);
    return type;
  }
}

interface Resolve {
  readonly child: (ref: ValueRef) => ValueType;
  readonly optional: <K extends string>(
    key: K,
    ref: ValueRef | undefined,
  ) => { readonly [P in K]?: ValueType };
  readonly resource: (index: number) => ResourceEntity;
}

function makeValue(node: ValueNode, { child, optional, resource }: Resolve): ValueType {
  switch (node.kind) {
    case "primitive":
      return primitive(node.name);
    case "flags":
    case "enum":
      return node;
    case "record":
      return { kind: "record", fields: node.fields.map(({ name, type }) => ({ name, type: child(type) })) };
    case "variant":
      return {
        kind: "variant",
        cases: node.cases.map(({ name, type }) => ({ name, ...optional("type", type) })),
      };
    case "list":
      return {
        kind: "list",
        element: child(node.element),
        ...(node.length === undefined ? {} : { length: node.length }),
      };
    case "tuple":
      return { kind: "tuple", elements: node.elements.map(child) };
    case "option":
      return { kind: "option", some: child(node.some) };
    case "result":
      return { kind: "result", ...optional("ok", node.ok), ...optional("err", node.err) };
    case "own":
    case "borrow":
      return { kind: node.kind, resource: resource(node.resource) };
    case "stream":
    case "future":
      return { kind: node.kind, ...optional("element", node.element) };
    case "map":
      return { kind: "map", key: child(node.key), value: child(node.value) };
  }
}

/** A new object each time: types are named by identity, and `type a = u32` must not name every `u32`. */
const primitive = (name: PrimitiveName): ValueType => ({ kind: "primitive", name });

export function typeAt(scope: Scope, index: number): TypeEntity {
  const entity = scope.entities.type[index];
  if (entity?.kind !== "type") throw new UnsupportedWasm(`type ${index} is used before it is defined`);
  return entity.type;
}

function resourceAt(scope: Scope, index: number): ResourceEntity {
  const type = typeAt(scope, index);
  if (type.kind !== "resource")
    throw new UnsupportedWasm(`type ${index} is used as a resource, but is a ${type.kind}`);
  return type;
}
