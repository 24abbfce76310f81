import type { CoreModule } from "../core-module/core-module.ts";
import type { PrimitiveName } from "./types.ts";

/**
 * The definitions of a component as they stand in the file, in their order, references by index. What this room
 * does not need (core functions, core instances' arguments, options of canonical functions) is left out.
 */
export interface ComponentNode {
  readonly definitions: readonly Definition[];
}

export type Sort = "core" | "core-module" | "function" | "type" | "component" | "instance";

export type ValueRef = PrimitiveName | number;

export interface FieldNode {
  readonly name: string;
  readonly type: ValueRef;
}

export interface CaseNode {
  readonly name: string;
  readonly type?: ValueRef | undefined;
}

export type ValueNode =
  | { readonly kind: "primitive"; readonly name: PrimitiveName }
  | { readonly kind: "record"; readonly fields: readonly FieldNode[] }
  | { readonly kind: "variant"; readonly cases: readonly CaseNode[] }
  | { readonly kind: "list"; readonly element: ValueRef; readonly length?: number }
  | { readonly kind: "tuple"; readonly elements: readonly ValueRef[] }
  | { readonly kind: "flags" | "enum"; readonly names: readonly string[] }
  | { readonly kind: "option"; readonly some: ValueRef }
  | { readonly kind: "result"; readonly ok?: ValueRef | undefined; readonly err?: ValueRef | undefined }
  | { readonly kind: "own" | "borrow"; readonly resource: number }
  | { readonly kind: "stream" | "future"; readonly element?: ValueRef | undefined }
  | { readonly kind: "map"; readonly key: ValueRef; readonly value: ValueRef };

export interface FunctionNode {
  readonly kind: "function";
  readonly async: boolean;
  readonly parameters: readonly FieldNode[];
  readonly result?: ValueRef | undefined;
}

export type TypeNode =
  | ValueNode
  | FunctionNode
  | { readonly kind: "resource" }
  | { readonly kind: "instance-type"; readonly definitions: readonly Definition[] }
  | { readonly kind: "component-type" };

/** The type of an import, or the one an export is given. */
export type ExternNode =
  | { readonly kind: "core-module" }
  | { readonly kind: "function" | "component" | "instance" | "type"; readonly type: number }
  /** A type of which no more is said than that it is a resource. */
  | { readonly kind: "resource" };

export interface Reference {
  readonly name: string;
  readonly sort: Sort;
  readonly index: number;
}

export type Definition =
  | { readonly kind: "core-module"; readonly module: CoreModule }
  | { readonly kind: "core-instance"; readonly module: number }
  | { readonly kind: "component"; readonly component: ComponentNode }
  | { readonly kind: "instantiate"; readonly component: number; readonly args: readonly Reference[] }
  | { readonly kind: "bundle"; readonly exports: readonly Reference[] }
  | { readonly kind: "alias-export"; readonly sort: Sort; readonly instance: number; readonly name: string }
  | { readonly kind: "alias-outer"; readonly sort: Sort; readonly count: number; readonly index: number }
  | { readonly kind: "type"; readonly type: TypeNode }
  | { readonly kind: "lift"; readonly type: number }
  | { readonly kind: "import"; readonly name: string; readonly type: ExternNode }
  | {
      readonly kind: "export";
      readonly name: string;
      readonly sort: Sort;
      readonly index: number;
      readonly type?: ExternNode;
    }
  /** In an instance type: an export that is declared, not made. */
  | { readonly kind: "declare"; readonly name: string; readonly type: ExternNode };
