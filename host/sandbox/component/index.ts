/**
 * component: reads the binary format of WebAssembly components: what a file imports and exports, with all types
 * resolved, and what it is made of. It must not run or compile anything, trust any figure in a file, nor judge
 * whether a component is fit for this agent: that is the room plugins.
 */
export { isValueType } from "./evaluate-types.ts";
export { type Component, type ComponentCoreModule, readComponent, type WasmFile } from "./read-component.ts";
export type {
  Case,
  Field,
  FunctionType,
  InstanceItem,
  Item,
  PrimitiveName,
  Resource,
  TypeItem,
  ValueType,
} from "./types.ts";
