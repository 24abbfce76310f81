import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseDocument, stringify, type ToStringOptions } from "yaml";
import { configWith, errorsOf, handed, parsed } from "./config-fixture.ts";

describe("what a plugin gets of the config", () => {
  it("is the text as the user wrote it, at the margin, with its comments", () => {
    const text = handed(`config: # for the plugin
  # where to
  file_paths: # a list
    - /out/a.jsonl   # the first

    # the second
    - "/out/b.jsonl"
  note: |
    two
      lines

  last: {a: 1,
         b: 2} # the end
  # really
# not any more
limits: {}`);
    expect(text).toBe(`# where to
file_paths: # a list
  - /out/a.jsonl   # the first

  # the second
  - "/out/b.jsonl"
note: |
  two
    lines

last: {a: 1,
       b: 2} # the end
# really
`);
  });

  it.each([
    ["nothing, when there is no config", "limits: {}", ""],
    ["nothing, when config has no value", "config:", ""],
    ["nothing, when config is null", "config: null", ""],
    ["flow style", "config: { a: [1, 2], b: {c: d} } # x", "{ a: [1, 2], b: {c: d} }"],
    ["a list on the level of its key", "config:\n- a\n- b: c\n  d: e\n", "- a\n- b: c\n  d: e\n"],
    ["a text", "config: just a text", "just a text"],
  ])("is %s", (_, config, text) => expect(handed(config)).toBe(text));

  it.each([
    "|\n  a\n    b\n",
    "|2\n    a\n   b\n",
    ">-\n  folded\n  text\n\n  more\n",
    '"a\n  b"',
    "'it''s'",
  ])("has the value of a scalar in any style: %j", (scalar) =>
    expect(parse(handed(`config: ${scalar}`))).toBe(parse(`config: ${scalar}`).config),
  );

  it("keeps the line ends of the file", () => {
    const text = configWith({ exporter: "config:\n  a: 1\n  b: 2\nlimits: {}" }).replaceAll("\n", "\r\n");
    const { blob } = parsed(text).exporters.get("files")!.config;
    expect(new TextDecoder().decode(blob)).toBe("a: 1\r\nb: 2\r\n");
  });

  it("keeps aliases whose anchors are within, and writes out those whose anchors are not", () => {
    expect(handed("config:\n  a: &x [1]\n  b: *x")).toBe("a: &x [1]\nb: *x\n");
    const text = configWith({ exporter: "config:\n  a: *host\n  b: 2" });
    const config = parsed(text.replace("http:", "http: { endpoint: &host 127.0.0.1:4318 }")).exporters.get(
      "files",
    )!.config;
    expect(parse(new TextDecoder().decode(config.blob))).toEqual({ a: "127.0.0.1:4318", b: 2 });
  });

  it("may as a whole be an alias", () => {
    const text = `${configWith({ exporter: "config: &c\n  # x\n  a: 1" })}`.replace(
      "service:",
      "  other: { plugin: other.wasm, config: *c }\nservice:",
    );
    const { exporters } = parsed(text);
    expect(new TextDecoder().decode(exporters.get("other")?.config.blob)).toBe("# x\na: 1\n");
  });

  it("is refused when its aliases explode or run in a circle", () => {
    const bomb = Array.from({ length: 20 }, (_, i) => `  l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`).join("\n");
    const [exploding] = errorsOf(() => handed(`config:\n  l0: &l0 [x]\n${bomb}`));
    expect(exploding?.message).toMatch(
      /^agent\.yaml:8:5: exporters\.files\.config: expected at most 100000 values/,
    );
    const [circle] = errorsOf(() => handed("config:\n  a: &a [*a]"));
    expect(circle?.message).toContain("aliases without end");
  });
});

describe("references in a plugin's config", () => {
  const env = { PORT: "4318", NAME: 'x: "y"\n- z', YES: "true", EMPTY: "", TEXT: "0123abc" };

  it("take the value's own type where they stand alone and unquoted", () => {
    const text = handed(
      "config:\n  a: ${env:PORT} # port\n  b: ${env:YES}\n  c: ${env:EMPTY}\n  d: ${env:TEXT}",
      { env },
    );
    expect(text).toBe('a: 4318 # port\nb: true\nc: null\nd: "0123abc"\n');
  });

  it("are texts where they are quoted or a part of a text", () => {
    const config = `config:
  a: "\${env:PORT}"
  b: http://h:\${env:PORT}/\${env:NO:-none}
  c: '\${env:YES}'
  d: |
    p=\${env:PORT}
  e: [ "\${env:PORT}", 2 ]
  f: !!str \${env:PORT}`;
    expect(parse(handed(config, { env }))).toEqual({
      a: "4318",
      b: "http://h:4318/none",
      c: "true",
      d: "p=4318\n",
      e: ["4318", 2],
      f: "4318",
    });
  });

  it("are left alone in comments and keys, and $$ stands for $", () => {
    expect(handed("config:\n  # ${env:NO}\n  ${x}: $${y} # $$\n  p: a$b")).toBe(
      '# ${env:NO}\n${x}: "${y}" # $$\np: a$b\n',
    );
  });

  it("can't change the shape of the config, whatever the environment holds", () => {
    const templates = [
      "${env:V}",
      '"${env:V}"',
      "'${env:V}'",
      "x${env:V}",
      "|\n    ${env:V}\n",
      ">-\n    ${env:V}",
    ];
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(...templates), (value, template) => {
        fc.pre(!value.includes("\0"));
        const read = parse(handed(`config:\n  a: 1\n  v: ${template}\n  b: 2`, { env: { V: value } }));
        expect(Object.keys(read)).toEqual(["a", "v", "b"]);
        expect([read.a, read.b]).toEqual([1, 2]);
        if (template !== "${env:V}" || /[a-z]{4}/.test(value))
          expect(String(read.v).trim()).toContain(value.trim());
      }),
      { numRuns: 300 },
    );
  });

  it("are reported with their place when they can't be filled in", () => {
    const errors = errorsOf(() => handed("config:\n  a: ${env:GONE}\n  b: ${GONE}\n  c: x ${secret:S}"));
    expect(errors.map(({ code, message }) => [code, message.split(": expected")[0]])).toEqual([
      ["CONFIG_ENV_MISSING", "agent.yaml:9:10: exporters.files.config.a"],
      ["CONFIG_INVALID", "agent.yaml:10:10: exporters.files.config.b"],
      ["CONFIG_INVALID", "agent.yaml:11:10: exporters.files.config.c"],
    ]);
    expect(errors[2]?.message).toContain("only in headers under permissions.http");
  });
});

describe("any tree of values", () => {
  const key = fc
    .string({ unit: "binary", maxLength: 8 })
    .filter((name) => name !== "__proto__" && !name.includes("\0"));
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom("a", " ", "\n", "#", "-", ":", "$", "{", "}", '"', "'", "\t", "%", "."),
    }),
    fc.constantFrom("--- a", "\n--- a\n...\n", "# no", "${env:A}", "%YAML 1.1", "a\n\n\n", "\n\n a", " \n"),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      text,
      fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, Number.POSITIVE_INFINITY),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(key, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const style = fc.record<ToStringOptions>({
    collectionStyle: fc.constantFrom("any", "block", "flow"),
    defaultStringType: fc.constantFrom(
      "PLAIN",
      "QUOTE_DOUBLE",
      "QUOTE_SINGLE",
      "BLOCK_LITERAL",
      "BLOCK_FOLDED",
    ),
    defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE"),
    indent: fc.constantFrom(1, 2, 4, 7),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 20, 40, 80),
    minContentWidth: fc.constant(0),
  });

  it("in block or flow style reaches the plugin as the same tree", () => {
    fc.assert(
      fc.property(tree, style, (value, options) => {
        const config = stringify({ config: value }, (_, each) => escaped(each), options);
        // What the whole file says, for the library's writer does not give every text back.
        const whole = parseDocument(configWith({ exporter: config }));
        // It may also fold between the halves of a surrogate pair, which no file in UTF-8 can hold.
        fc.pre(whole.errors.length === 0 && !/\p{Surrogate}/u.test(config));
        const expected = whole.toJS({ reviver: (_, each) => unescaped(each) }).exporters.files.config;
        expect(parse(handed(config)) ?? null).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  function escaped(value: unknown): unknown {
    return typeof value === "string" ? value.replaceAll("$", "$$$$") : value;
  }

  function unescaped(value: unknown): unknown {
    return typeof value === "string" ? value.replaceAll("$$", "$") : value;
  }
});
