import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { readComponent } from "../../../host/sandbox/index.ts";

const levels = (count: number) => Array.from({ length: count }, (_, level) => level);

describe("a small file that unfolds without end is refused", () => {
  it("when each component instantiates the one before it twice", async () => {
    const inner = levels(40).map(
      (level) => `(component $c${level + 1}
        (alias outer 1 $c${level} (component $c)) (instance (instantiate $c)) (instance (instantiate $c)))`,
    );
    const bytes = await parse(`(component (component $c0) ${inner.join("")} (instance (instantiate $c40)))`);
    expect(readComponent(bytes)).toEqual({
      kind: "unsupported",
      reason: "instantiating it takes more than 300000 definitions",
    });
  });

  it("when each instance type holds the one before it twice", () => {
    // Built by hand: the text format's own tools refuse it by its size.
    const types = levels(40).map((level) => {
      const use = (name: number) => [4, 0, 1, name, 5, 0];
      return [0x42, 3, 2, 3, 2, 1, level, ...use(0x61), ...use(0x62)];
    });
    const all = [[0x42, 0], ...types];
    const imported = section(10, [1, 0, 1, 0x61, 5, 40]);
    const bytes = component(section(7, [all.length, ...all.flat()]), imported);
    expect(readComponent(bytes)).toEqual({
      kind: "unsupported",
      reason: "instantiating it takes more than 300000 definitions",
    });
  });

  it("when instantiations go deeper than any honest one", () => {
    const aliased = (level: number) =>
      nested(section(6, [1, 4, 2, 1, ...leb(level)]), section(5, [1, 0, 0, 0]));
    const components = [nested(), ...levels(500).map(aliased)];
    const bytes = component(
      ...components.map((bytes) => section(4, bytes)),
      section(5, [1, 0, ...leb(500), 0]),
    );
    expect(readComponent(bytes)).toEqual({
      kind: "unsupported",
      reason: "it instantiates deeper than 100 levels",
    });
  });

  it("when components nest deeper than any honest one", () => {
    let bytes = nested();
    for (const _ of levels(300)) bytes = nested(section(4, bytes));
    expect(readComponent(Uint8Array.from(bytes))).toEqual({
      kind: "unsupported",
      reason: "it nests components deeper than 50 levels",
    });
  });

  it("when instance types nest deeper than any honest one", () => {
    let type = [0x42, 0];
    for (const _ of levels(300)) type = [0x42, 1, 1, ...type];
    const bytes = component(section(7, [1, ...type]));
    expect(readComponent(bytes)).toEqual({
      kind: "unsupported",
      reason: "it nests types deeper than 50 levels",
    });
  });

  it("when value types nest deeper than any honest one", () => {
    // An index of a value type is a signed number: from 64 on it takes two bytes.
    const types = levels(200).map((level) => [
      0x70,
      ...(level < 64 ? [level] : [(level & 0x7f) | 0x80, level >> 7]),
    ]);
    const bytes = component(section(7, [...leb(201), 0x70, 0x7d, ...types.flat()]));
    expect(readComponent(bytes)).toEqual({
      kind: "unsupported",
      reason: "it nests value types deeper than 100 levels",
    });
  });

  it("when it has more definitions than any honest one", () => {
    const count = 400_000;
    const bytes = component(section(7, [...leb(count), ...new Array<number>(count).fill(0x7d)]));
    expect(readComponent(bytes)).toEqual({
      kind: "unsupported",
      reason: "it has more than 300000 definitions and fields",
    });
  });
});

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...leb(content.length), ...content];
}

function nested(...sections: readonly number[][]): number[] {
  return [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, ...sections.flat()];
}

const component = (...sections: readonly number[][]) => Uint8Array.from(nested(...sections));
