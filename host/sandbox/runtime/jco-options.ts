import type { generate } from "@bytecodealliance/jco-transpile/component";

/** How jco is asked to write a component's source. */
export const jcoOptions: Parameters<typeof generate>[1] = {
  name: "plugin",
  map: [],
  instantiation: { tag: "sync" },
  noTypescript: true,
  noNodejsCompat: true,
  noComponentErrorWrapping: true,
};
