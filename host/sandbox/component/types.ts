/** The component model's primitive value types, by their names in WIT. */
export type PrimitiveName =
  | "bool"
  | "s8"
  | "u8"
  | "s16"
  | "u16"
  | "s32"
  | "u32"
  | "s64"
  | "u64"
  | "f32"
  | "f64"
  | "char"
  | "string"
  | "error-context";

/**
 * A resource type. Two handles are of one type when they hold the same `Resource`; across components, resources are
 * told apart by name.
 */
export interface Resource {
  readonly kind: "resource";
  /** `<instance>.<name>` where it is first seen in the component's imports, then exports; empty when it is in neither. */
  readonly name: string;
}

export interface Field {
  readonly name: string;
  readonly type: ValueType;
}

export interface Case {
  readonly name: string;
  readonly type?: ValueType;
}

/**
 * A value type, wholly resolved: no indexes, no aliases. Types may be shared (a graph without cycles), so printing
 * one needs a bound.
 */
export type ValueType =
  | { readonly kind: "primitive"; readonly name: PrimitiveName }
  | { readonly kind: "record"; readonly fields: readonly Field[] }
  | { readonly kind: "variant"; readonly cases: readonly Case[] }
  | { readonly kind: "list"; readonly element: ValueType; readonly length?: number }
  | { readonly kind: "tuple"; readonly elements: readonly ValueType[] }
  | { readonly kind: "flags" | "enum"; readonly names: readonly string[] }
  | { readonly kind: "option"; readonly some: ValueType }
  | { readonly kind: "result"; readonly ok?: ValueType; readonly err?: ValueType }
  | { readonly kind: "own" | "borrow"; readonly resource: Resource }
  | { readonly kind: "stream" | "future"; readonly element?: ValueType }
  | { readonly kind: "map"; readonly key: ValueType; readonly value: ValueType };

export interface FunctionType {
  readonly kind: "function";
  readonly async: boolean;
  readonly parameters: readonly Field[];
  readonly result?: ValueType;
}

/** A type that an instance names. */
export interface TypeItem {
  readonly kind: "type";
  readonly type: ValueType | Resource | FunctionType | { readonly kind: "instance-type" | "component-type" };
}

/** An instance: what WIT calls an interface. */
export interface InstanceItem {
  readonly kind: "instance";
  readonly items: ReadonlyMap<string, Item>;
}

/** One import or export. */
export type Item = FunctionType | TypeItem | InstanceItem | { readonly kind: "component" | "core-module" };
