import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FakeWasi } from "../../guest-sdk/test/support/fake-wasi.ts";
import { type LoadedPlugin, loadPlugin } from "../../guest-sdk/test/support/load-plugin.ts";
import { exampleWasm } from "../support/examples.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";

const wasm = readFileSync(exampleWasm("files-exporter"));

async function start(wasi: FakeWasi): Promise<LoadedPlugin> {
  return await loadPlugin(wasm, wasi.imports);
}

/** The YAML reader of these tests takes JSON. */
const paths = (...filePaths: string[]) => JSON.stringify({ file_paths: filePaths });

const batch = (...serviceNames: string[]) =>
  encodeOtlp("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", {
    resourceSpans: serviceNames.map((stringValue) => ({
      resource: { attributes: [{ key: "service.name", value: { stringValue } }] },
      scopeSpans: [{ spans: [{ traceId: new Uint8Array(16).fill(0xab), name: "pay" }] }],
    })),
  });

const linesOf = (wasi: FakeWasi, path: string) =>
  wasi.files
    .get(path)!
    .content.toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("the files exporter", () => {
  it("writes each resource of every batch as one line into every file", async () => {
    const wasi = new FakeWasi({ directories: ["/out"] });
    const made = (await start(wasi)).configure(paths("/out/a", "/out/b"));
    const exporters = "ok" in made ? made.ok : [];
    expect(exporters).toHaveLength(2);
    for (const exporter of exporters) {
      expect(exporter.exportSpans(batch("shop", "store"))).toHaveProperty("ok");
      expect(exporter.exportSpans(batch("mall"))).toHaveProperty("ok");
      expect(exporter.exportSpans(new Uint8Array())).toHaveProperty("ok");
    }
    expect(linesOf(wasi, "/out/a").map(({ node }) => node.serviceInfo.name)).toEqual([
      "shop",
      "store",
      "mall",
    ]);
    expect(linesOf(wasi, "/out/b")).toEqual(linesOf(wasi, "/out/a"));
    expect(linesOf(wasi, "/out/a")[0]).toEqual({
      at: "2024-02-29T12:34:56.000000789Z",
      node: {
        serviceInfo: { name: "shop" },
        attributes: [{ key: "service.name", value: { stringValue: "shop" } }],
      },
      span_data: [
        {
          traceId: "ab".repeat(16),
          spanId: "",
          name: "pay",
          kind: 0,
          startTimeUnixNano: "0",
          endTimeUnixNano: "0",
        },
      ],
    });
  });

  it.each([
    ["json", "{}", "Only parsing configs of YAML type, got JSON"],
    ["unknown", "", "Only parsing configs of YAML type, got unknown"],
    ["yaml", "{}", "No parsed filepaths"],
    ["yaml", "null", "No parsed filepaths"],
    ["yaml", paths(), "No parsed filepaths"],
    ["yaml", "[1]", "config: expected a mapping, found a list"],
    ["yaml", `{"file_paths": "/out/a"}`, "file_paths: expected a list, found the text /out/a"],
    ["yaml", `{"file_paths": ["/out/a", 3]}`, "file_paths[1]: expected a text, found 3"],
    ["yaml", `{"file_path": []}`, "file_path: unknown key; expected file_paths"],
  ] as const)("refuses a %s config %s and opens nothing", async (type, text, err) => {
    const wasi = new FakeWasi({ directories: ["/out"] });
    expect((await start(wasi)).configure(text, type)).toEqual({ err });
    expect(wasi.files.size).toBe(0);
  });

  it("closes what it has opened when one file can't be opened, and names that file", async () => {
    const wasi = new FakeWasi({ directories: ["/out"] });
    wasi.errors.set("open /out/c", "access");
    const made = (await start(wasi)).configure(paths("/out/a", "/out/b", "/out/c"));
    expect(made).toEqual({ err: "can't open /out/c: access" });
    expect([...wasi.files.values()].map(({ closes }) => closes)).toEqual([1, 1]);
  });

  it("syncs and closes every file when it stops, and reports every error on a line of its own", async () => {
    const wasi = new FakeWasi({ directories: ["/out"] });
    const plugin = await start(wasi);
    plugin.configure(paths("/out/a", "/out/b", "/out/c"));
    wasi.errors.set("sync /out/a", "io").set("sync /out/c", "insufficient-space");
    expect(plugin.stop()).toEqual({ err: "can't sync /out/a: io\ncan't sync /out/c: insufficient-space" });
    expect([...wasi.files.values()].map(({ syncs, closes }) => [syncs, closes])).toEqual([
      [0, 1],
      [1, 1],
      [0, 1],
    ]);
  });

  it("asks for the same batch again when a file can't be written, and starts a new line then", async () => {
    const wasi = new FakeWasi({ directories: ["/out"] });
    const made = (await start(wasi)).configure(paths("/out/a"));
    const exporter = "ok" in made ? made.ok[0]! : undefined;
    wasi.errors.set("write /out/a", "insufficient-space");
    expect(exporter!.exportSpans(batch("shop"))).toEqual({
      err: {
        tag: "retryable",
        val: { message: "can't write to /out/a: insufficient-space", retryAfterMs: undefined },
      },
    });
    const file = wasi.files.get("/out/a")!;
    file.content = Buffer.from('{"at": torn');
    wasi.errors.clear();
    expect(exporter!.exportSpans(batch("shop"))).toHaveProperty("ok");
    expect(file.content.toString()).toMatch(/^\{"at": torn\n\{"at":".*\}\n$/);
  });

  it("writes nothing of a batch that is malformed anywhere", async () => {
    const wasi = new FakeWasi({ directories: ["/out"] });
    const made = (await start(wasi)).configure(paths("/out/a"));
    const bytes = batch("shop", "store");
    const outcome = "ok" in made && made.ok[0]!.exportSpans(bytes.subarray(0, bytes.length - 1));
    expect(outcome).toMatchObject({
      err: { tag: "permanent", val: expect.stringContaining("malformed OTLP") },
    });
    expect(wasi.files.get("/out/a")!.content).toHaveLength(0);
  });
});
