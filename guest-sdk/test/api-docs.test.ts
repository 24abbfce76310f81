import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiPage } from "../scripts/api-docs/api-page.mjs";
import { compileError, compilePlugin } from "./support/compile-plugin.ts";
import { exampleFiles, examplesEntry } from "./support/documented-examples.ts";

const assembly = new URL("../assembly/", import.meta.url);
const page = readFileSync(new URL("../../docs/guest-sdk.md", import.meta.url), "utf8");

describe("docs/guest-sdk.md", () => {
  it("says what the sources say; `npm run docs:sdk` writes it anew", () => {
    expect(page).toBe(apiPage(assembly));
  });

  it("links to headings of its own, each of which is there", () => {
    const slugs = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    );
    const anchors = slugs.map((slug, index) => {
      const before = slugs.slice(0, index).filter((other) => other === slug).length;
      return before === 0 ? slug : `${slug}-${before}`;
    });
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it("has examples that compile in a plugin", async () => {
    const others = exampleFiles(page);
    expect(Object.keys(others).length).toBeGreaterThan(10);
    const { output } = await compilePlugin(examplesEntry(others), { others });
    expect(output).not.toContain("ERROR");
  });

  it.each([
    ["statement", "Log.info(span.nome);"],
    [
      "class",
      "class Wrong extends TraceExporter {\n  exportSpanData(node: Node, spans: Spans): Outcome {\n    return node.nome;\n  }\n}",
    ],
    [
      "config function",
      "export function traceExportersFromConfig(config: Config): ConfigResult {\n  return config.nome();\n}",
    ],
  ])("would not compile with a wrong member in an example's %s", async (_kind, code) => {
    const others = exampleFiles(`\`\`\`ts\n${code}\n\`\`\`\n`);
    await expect(compileError(examplesEntry(others), others)).resolves.toMatch(
      /Property 'nome' does not exist/,
    );
  });
});

describe("the writer of docs/guest-sdk.md", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "api-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const pageOf = (files: Readonly<Record<string, string>>, ...names: string[]) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return apiPage(pathToFileURL(`${folder}/`), [{ title: "All", intro: "All there is.", names }]);
  };

  it("shows full signatures: operators, getters, defaults, generics, and AssemblyScript's own types", () => {
    const text = pageOf(
      {
        "index.ts": `export { List } from "./list";`,
        "list.ts": `
          /** A list. */
          export class List<T extends Item> {
            /** Set as you like. */
            limit: u64 = 64 * 1024;
            /** Made once. */
            static readonly none: usize = 0;
            /**
             * @internal
             */
            constructor(
              /** How many. */
              readonly length: i32,
            ) {}
            /** The last. */
            get last(): T | null { return null; }
            /** One of them. */
            @operator("[]") at(index: i32, _fallback: string = ""): T { return this.last; }
            private hidden(): void {}
            protected own(): void {}
            /** @internal The SDK's. */
            inside(): void {}
          }`,
      },
      "List",
    );
    expect(text).toContain("`class List<T extends Item>`\n\nA list.\n");
    expect(text.split("\n").filter((line) => line.startsWith("- "))).toEqual([
      "- `limit: u64 = 64 * 1024`: Set as you like.",
      "- `static readonly none: usize`: Made once.",
      "- `readonly length: i32`: How many.",
      "- `get last(): T | null`: The last.",
      '- `@operator("[]") at(index: i32, fallback: string = ""): T`: One of them.',
    ]);
  });

  it("shows members of a base class that is not exported, and links to one that is", () => {
    const text = pageOf(
      {
        "index.ts": `export { Open } from "./open";\nexport { Leaf } from "./leaf";`,
        "open.ts": `/** Open. */\nexport class Open {}`,
        "base.ts": `export class Base {\n/** Of the base. */\nread(): u8 { return 0; }\n/** Hidden by the leaf's. */\nname(): string { return ""; }\n}`,
        "middle.ts": `import { Base } from "./base";\nexport class Middle extends Base {}`,
        "leaf.ts": `import { Middle } from "./middle";\n/** A leaf. */\nexport class Leaf extends Middle {\n/** Of the leaf. */\nname(): string { return ""; }\n}\n`,
      },
      "Open",
      "Leaf",
    );
    expect(text).toContain("`class Leaf`");
    expect(text).toContain("- `name(): string`: Of the leaf.\n- `read(): u8`: Of the base.");
    const derived = {
      "leaf.ts": `import { Open } from "./open";\n/** A leaf. */\nexport class Leaf extends Open {}`,
    };
    expect(pageOf(derived, "Open", "Leaf")).toContain("Has the members of [Open](#open) too.");
  });

  it("counts the values of an enum, and shows functions, constants and types", () => {
    const text = pageOf(
      {
        "index.ts": `export { Kind, far, limit, Bits } from "./all";`,
        "all.ts": [
          "/** Kinds. */\nexport enum Kind {\n  /** First. */\n  One,\n  /** Second. */\n  Two = 5,\n  /** Third. */\n  Three,\n}",
          "/** Far. */\nexport function far<T>(\n  from: usize,\n  to: Array<T>,\n): Map<string, T> { return to; }",
          "/** Most. */\nexport const limit: u32 = 5;",
          "/** Bits. */\nexport type Bits = u64;",
        ].join("\n"),
      },
      ...["Kind", "far", "limit", "Bits"],
    );
    expect(text).toContain("- `One = 0`: First.\n- `Two = 5`: Second.\n- `Three = 6`: Third.");
    expect(text).toContain("`function far<T>(from: usize, to: Array<T>): Map<string, T>`\n\nFar.");
    expect(text).toContain("`const limit: u32`\n\nMost.");
    expect(text).toContain("`type Bits = u64`\n\nBits.");
  });

  it("refuses symbols and members without a doc comment, all at once", () => {
    const files = {
      "index.ts": `export { Bare, far } from "./bare";`,
      "bare.ts":
        "// No doc comment.\nexport class Bare {\n  size: i32 = 0;\n}\nexport function far(): void {}",
    };
    expect(() => pageOf(files, "Bare", "far")).toThrow(
      "Bare: no doc comment\nBare.size: no doc comment\nfar: no doc comment",
    );
  });

  it("does not take the comment of one declaration for the next one's", () => {
    const files = {
      "index.ts": `export { near, far } from "./both";`,
      "both.ts": "/** Near. */\nexport function near(): void {}\nexport function far(): void {}",
    };
    expect(() => pageOf(files, "near", "far")).toThrow(/^far: no doc comment$/);
  });

  it("refuses a symbol that stands in no part of the page, in two, or is not exported", () => {
    const files = {
      "index.ts": `export { near, far } from "./both";`,
      "both.ts": "/** Near. */\nexport function near(): void {}\n/** Far. */\nexport function far(): void {}",
    };
    expect(() => pageOf(files, "near")).toThrow("far: in no group");
    expect(() => pageOf(files, "near", "far", "far")).toThrow("far: twice");
    expect(() => pageOf(files, "near", "far", "gone")).toThrow("gone: in groups.mjs, but not exported");
  });
});
