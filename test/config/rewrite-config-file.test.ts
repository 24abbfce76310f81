import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ConfigEdit, planRewrite, rewriteConfigFile, systemFiles } from "../../host/config/index.ts";
import { TemporaryFolder } from "../support/agent-process.ts";

const written = `# my agent
receivers: { otlp: { protocols: { http: } } }
exporters:
  # the first
  files:   # kept
    plugin: ./a.wasm
    config:
      path: "x"   # with a comment

    # still of files
  # the second
  count:
    plugin:   ./b.wasm

service:
  pipelines:
    traces: { receivers: [otlp], exporters: [files, count] }  # both
`;

function setUp(text = written): { file: string; rewrite: (edit: ConfigEdit) => string } {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  for (const name of ["a.wasm", "b.wasm", "c.wasm"]) folder.file(name, "");
  const file = folder.file("spandock.yaml", text);
  const rewrite = (edit: ConfigEdit) => {
    rewriteConfigFile({ file, edit, env: {}, files: systemFiles });
    return readFileSync(file, "utf8");
  };
  return { file, rewrite };
}

const put = (name: string, entry: string): ConfigEdit => ({ kind: "put", name, entry, pipeline: "join" });

describe("a change written into the config file", () => {
  it("adds an exporter behind the last one and leaves every other character as it was", () => {
    const { rewrite } = setUp();
    const entry = "plugin: ./c.wasm\n# why\nlimits:\n  memory: 8MiB\n";
    expect(rewrite(put("third", entry))).toBe(
      written
        .replace(
          "./b.wasm\n",
          "./b.wasm\n  third:\n    plugin: ./c.wasm\n    # why\n    limits:\n      memory: 8MiB\n",
        )
        .replace("[files, count]", "[files, count, third]"),
    );
  });

  it("turns an entry in JSON into YAML", () => {
    const { rewrite } = setUp();
    const text = rewrite(put("third", '{"plugin": "./c.wasm", "config": {"a": [1, "b"]}}'));
    expect(text).toContain(
      "  third:\n    plugin: ./c.wasm\n    config:\n      a:\n        - 1\n        - b\n",
    );
  });

  it("replaces an entry and keeps what stands around it", () => {
    const { rewrite } = setUp();
    expect(rewrite(put("files", "plugin: ./c.wasm\n"))).toBe(
      written.replace(/ {2}files:[\s\S]*?of files\n/, "  files:\n    plugin: ./c.wasm\n"),
    );
  });

  it("removes an entry with the comment right above it, and its name from the pipeline", () => {
    const { rewrite } = setUp();
    expect(rewrite({ kind: "remove", name: "count" })).toBe(
      written.replace(/ {2}# the second[\s\S]*?b\.wasm\n/, "").replace("[files, count]", "[files]"),
    );
    const { rewrite: again } = setUp();
    expect(again({ kind: "remove", name: "files" })).toBe(
      written.replace(/ {2}# the first[\s\S]*?of files\n/, "").replace("[files, count]", "[count]"),
    );
  });

  it("disables and enables in a list of either form", () => {
    const { rewrite } = setUp();
    expect(rewrite({ kind: "disable", name: "files" })).toBe(written.replace("[files, count]", "[count]"));
    expect(rewrite({ kind: "enable", name: "files" })).toBe(
      written.replace("[files, count]", "[count, files]"),
    );
    const block = written.replace(
      /traces: .*\n/,
      "traces:\n      receivers: [otlp]\n      exporters:\n        - files # one\n        # two\n        - count\n",
    );
    const { rewrite: inBlock } = setUp(block);
    expect(inBlock({ kind: "disable", name: "files" })).toBe(block.replace("        - files # one\n", ""));
    expect(inBlock({ kind: "enable", name: "files" })).toBe(
      block.replace("        - files # one\n", "").replace("- count\n", "- count\n        - files\n"),
    );
  });

  it("changes nothing when the file says it already", () => {
    const { file, rewrite } = setUp();
    const { ino } = statSync(file);
    expect(rewrite({ kind: "enable", name: "files" })).toBe(written);
    expect(statSync(file).ino).toBe(ino);
  });

  it("writes a file anew that can't be cut into, and keeps its comments", () => {
    const { rewrite } = setUp(`# top
receivers: { otlp: { protocols: { http: } } }
exporters: { files: { plugin: ./a.wasm } } # all of them
service: { pipelines: { traces: { receivers: [otlp], exporters: [files] } } }
`);
    const text = rewrite(put("third", "plugin: ./c.wasm\n"));
    expect(text).toContain("# top");
    expect(text).toContain("# all of them");
    expect(text).toContain("third: { plugin: ./c.wasm }");
  });

  it("keeps the file's mode, and a link that leads to it", () => {
    const { file } = setUp();
    const folder = join(file, "..", "links");
    mkdirSync(folder);
    const real = join(folder, "real.yaml");
    writeFileSync(real, written.replaceAll("./", "../"), { mode: 0o640 });
    const link = join(folder, "spandock.yaml");
    symlinkSync("real.yaml", link);
    const edit: ConfigEdit = { kind: "disable", name: "files" };
    rewriteConfigFile({ file: link, edit, env: {}, files: systemFiles });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readFileSync(real, "utf8")).toContain("exporters: [count]");
    expect(readdirSync(folder).sort()).toEqual(["real.yaml", "spandock.yaml"]);
  });

  it("is nothing to do for a name that is not there", () => {
    const { rewrite } = setUp();
    expect(rewrite({ kind: "remove", name: "nobody" })).toBe(written);
  });

  it("is refused, with the file as it was, when the last exporter would go", () => {
    const { file, rewrite } = setUp();
    rewrite({ kind: "disable", name: "files" });
    const before = readFileSync(file, "utf8");
    expect(() => rewrite({ kind: "disable", name: "count" })).toThrow(
      expect.objectContaining({
        code: "CONFIG_NOT_WRITABLE",
        message: expect.stringContaining("at least one name"),
      }),
    );
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("is refused when an alias reaches from one entry into the other", () => {
    const { file, rewrite } = setUp(
      written.replace("plugin: ./a.wasm", "plugin: &p ./a.wasm").replace("./b.wasm", "*p"),
    );
    const before = readFileSync(file, "utf8");
    expect(() => rewrite({ kind: "remove", name: "files" })).toThrow(
      expect.objectContaining({ code: "CONFIG_NOT_WRITABLE" }),
    );
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("is refused when somebody has broken the file meanwhile", () => {
    const { rewrite } = setUp(`${written}nonsense: true\n`);
    expect(() => rewrite({ kind: "disable", name: "files" })).toThrow(
      expect.objectContaining({
        code: "CONFIG_NOT_WRITABLE",
        message: expect.stringContaining("problems of its own"),
      }),
    );
  });

  it("names the place in the file when the entry is wrong", () => {
    const { file } = setUp();
    const plan = () =>
      planRewrite({ file, edit: put("third", "plugin: ./nowhere.wasm\n"), env: {}, files: systemFiles });
    expect(plan).toThrow(
      expect.objectContaining({ message: expect.stringContaining("exporters.third.plugin") }),
    );
  });
});
