import { describe, expect, it } from "vitest";
import { FakeWasi } from "./support/fake-wasi.ts";
import { startProbe, textOf } from "./support/probe.ts";

const file = (path: string) => JSON.stringify({ file: path });
const granted = { directories: ["/", "/out", "/out/deep", "/output"] };

async function startFile(path: string, wasi: FakeWasi) {
  const { file: exporter } = await startProbe({ imports: wasi.imports, config: file(path) });
  return (bytes: Uint8Array) => exporter!.exportSpans(bytes);
}

describe("a file", () => {
  it("takes what is written at its end, in pieces that the stream permits", async () => {
    const wasi = new FakeWasi({ ...granted, permit: 5000 });
    wasi.files.set("/out/a", { content: Buffer.from("old\n"), syncs: 0, closes: 0 });
    const write = await startFile("/out/a", wasi);
    expect(textOf(write(Buffer.from("new\n")))).toBe("8 7000000008");
    const large = Buffer.alloc(12_345, "x");
    expect(textOf(write(large))).toBe("12353 7000000008");
    expect(wasi.files.get("/out/a")!.content.equals(Buffer.concat([Buffer.from("old\nnew\n"), large]))).toBe(
      true,
    );
  });

  it("costs one call of the host for up to 4096 bytes, and three for as much as the stream permits", async () => {
    const wasi = new FakeWasi(granted);
    const write = await startFile("/out/a", wasi);
    write(Buffer.alloc(4096));
    expect(wasi.streamCalls).toBe(1);
    write(Buffer.alloc(1 << 20));
    expect(wasi.streamCalls).toBe(4);
  });

  it.each([
    ["/out/a", "/out/a"],
    ["/out/deep/a", "/out/deep/a"],
    ["/outside/a", "/outside/a"],
    ["/output/a", "/output/a"],
    ["/out//a", "/out/a"],
  ])("%s is opened under the longest granted directory", async (path, full) => {
    const wasi = new FakeWasi(granted);
    await startFile(path, wasi);
    expect([...wasi.files.keys()]).toEqual([full]);
  });

  it("that lies in no granted directory is refused with what is granted", async () => {
    const start = (directories: string[]) => startFile("/outside/a", new FakeWasi({ directories }));
    await expect(start(["/out"])).rejects.toThrow(
      "can't open /outside/a: not-permitted (the config grants only /out)",
    );
    await expect(start([])).rejects.toThrow(
      "can't open /outside/a: not-permitted (the config grants no directory)",
    );
  });

  it("that is relative is refused with what a path has to be", async () => {
    await expect(startFile("a.jsonl", new FakeWasi({ directories: ["/out", "/"] }))).rejects.toThrow(
      "can't open a.jsonl: not-permitted (expected an absolute path)",
    );
  });

  it("that can't be opened is refused with path and error code", async () => {
    const wasi = new FakeWasi(granted);
    wasi.errors.set("open /out/a", "read-only");
    await expect(startFile("/out/a", wasi)).rejects.toThrow("can't open /out/a: read-only");
  });

  it("that can't be written gives the error as a value, and works again when its disk does", async () => {
    const wasi = new FakeWasi(granted);
    const write = await startFile("/out/a", wasi);
    wasi.errors.set("write /out/a", "insufficient-space");
    for (const size of [10, 10_000]) {
      expect(write(Buffer.alloc(size))).toMatchObject({
        err: { tag: "retryable", val: { message: "can't write to /out/a: insufficient-space" } },
      });
    }
    wasi.errors.clear();
    expect(textOf(write(Buffer.from("ok")))).toBe("2 7000000008");
  });
});

describe("the system", () => {
  it("gives time, random numbers and the granted environment", async () => {
    const wasi = new FakeWasi({
      environment: [
        ["HOSTNAME", "h1"],
        ["LANG", "de"],
      ],
    });
    const { system, log } = await startProbe({ imports: wasi.imports });
    expect(textOf(system.exportSpans(new Uint8Array()))).toBe(
      "2024-02-29T12:34:56.000000789Z 42 7 9,9,9 HOSTNAME|LANG=h1|de",
    );
    expect(log).toEqual([
      { level: "debug", message: "seen 1.0 2.5", fields: {} },
      { level: "warn", message: "Math.random gives a fraction", fields: {} },
    ]);
  });

  it.each([
    "1970-01-01T00:00:00Z",
    "1999-12-31T23:59:59Z",
    "2000-02-29T00:00:00Z",
    "2100-03-01T12:00:00Z",
    "2400-12-31T00:00:01Z",
  ])("writes %s as RFC 3339", async (time) => {
    const now = { seconds: BigInt(Date.parse(time) / 1000), nanoseconds: 0 };
    const { system } = await startProbe({ imports: new FakeWasi({ now }).imports });
    expect(textOf(system.exportSpans(new Uint8Array()))).toContain(time.replace("Z", ".000000000Z "));
  });
});
