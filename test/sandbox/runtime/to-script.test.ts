import { describe, expect, it } from "vitest";
import { loadSource } from "../../../host/sandbox/runtime/load-source.ts";
import { toScript } from "../../../host/sandbox/runtime/to-script.ts";

describe("jco's module as a script", () => {
  it("gives what the module would export", () => {
    const source = "export function instantiate() {\n  return { a: 1 };\n}\n\nexport const _util = {\n};\n";
    const { module } = loadSource({ source: toScript(source) });
    expect(
      module.instantiate(
        () => undefined as never,
        {},
        () => undefined as never,
      ),
    ).toEqual({ a: 1 });
  });

  it("is strict, as modules are", () => {
    const source =
      "export function instantiate() {\n  return { self: (function () { return this; })() };\n}\n";
    const { module } = loadSource({ source: toScript(source) });
    expect(
      module.instantiate(
        () => undefined as never,
        {},
        () => undefined as never,
      ),
    ).toEqual({
      self: undefined,
    });
  });

  it.each(['import { a } from "b";\n', "const a = 1;\nexport { a };\n", "export default 1;\n"])(
    "is refused where a script can't do the same: %j",
    (source) => {
      expect(() => toScript(source)).toThrow(/not made of declarations/);
    },
  );
});
