import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InputStream } from "../../../host/sandbox/wasi/io/input-stream.ts";
import {
  codeOf,
  create,
  folderKinds,
  follow,
  GrantedDirectory,
  read,
  readText,
  write,
  writeText,
} from "./granted-directory.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

function drain(stream: InputStream): string {
  const parts: string[] = [];
  while (codeOf(() => parts.push(text(stream.blockingRead(4n)))) === "done");
  expect(codeOf(() => stream.read(1n))).toEqual({ tag: "closed" });
  return parts.join("");
}

describe.each(folderKinds)("files of a directory granted to write, held %s", (_, kind) => {
  let granted: GrantedDirectory;
  beforeEach(() => {
    granted = new GrantedDirectory(kind);
  });
  afterEach(() => granted.remove());

  it("are made, written, read back, and cut by truncate", () => {
    writeText(granted.root, "a", "first version");
    writeText(granted.root, "a", "second");
    expect(readFileSync(granted.inside("a"), "utf8")).toBe("second");
    expect(readText(granted.root, "./sub/../a")).toBe("second");
  });

  it("take writes at an offset, and streams go on from theirs", () => {
    const file = granted.root.openAt(follow, "a", create, { read: true, write: true });
    expect(file.write(bytes("0123456789"), 0n)).toBe(10n);
    const stream = file.writeViaStream(4n);
    expect(stream.checkWrite()).toBeGreaterThan(0n);
    stream.write(bytes("ab"));
    stream.blockingWriteAndFlush(bytes("c"));
    stream.writeZeroes(1n);
    stream.blockingFlush();
    expect(drain(file.readViaStream(2n))).toBe("23abc\u000089");
    expect(file.read(3n, 8n)).toEqual([bytes("89"), false]);
    expect(file.read(3n, 10n)).toEqual([new Uint8Array(0), true]);
  });

  it("are appended to behind what others appended", () => {
    writeText(granted.root, "log", "one\n");
    const file = granted.root.openAt(follow, "log", {}, write);
    const stream = file.appendViaStream();
    file[Symbol.dispose]();
    stream.write(bytes("two\n"));
    writeFileSync(granted.inside("log"), "three\n", { flag: "a" });
    stream.write(bytes("four\n"));
    stream[Symbol.dispose]();
    expect(readFileSync(granted.inside("log"), "utf8")).toBe("one\ntwo\nthree\nfour\n");
  });

  it("keep a stream alive when the descriptor is dropped before it, and close after both", () => {
    const before = granted.filesystem.openCount();
    const file = granted.root.openAt(follow, "a", create, write);
    const stream = file.writeViaStream(0n);
    file[Symbol.dispose]();
    stream.write(bytes("kept"));
    stream[Symbol.dispose]();
    expect(readText(granted.root, "a")).toBe("kept");
    expect(granted.filesystem.openCount()).toBe(before);
  });

  it("are copied by splice, from one stream into another", () => {
    writeText(granted.root, "from", "spliced");
    const from = granted.root.openAt(follow, "from", {}, read).readViaStream(0n);
    const to = granted.root.openAt(follow, "to", create, write).writeViaStream(0n);
    expect(to.splice(from, 3n)).toBe(3n);
    expect(to.blockingSplice(from, 100n)).toBe(4n);
    expect(codeOf(() => to.splice(from, 1n))).toEqual({ tag: "closed" });
    expect(readText(granted.root, "to")).toBe("spliced");
  });

  it("give the code of a failed write through the stream's error, and the stream is closed", () => {
    const file = granted.root.openAt(follow, "a", create, write);
    const stream = file.writeViaStream(BigInt(Number.MAX_SAFE_INTEGER) - 1n);
    const failed = codeOf(() => stream.write(bytes("too far")));
    expect(failed).toMatchObject({ tag: "last-operation-failed" });
    const { filesystemErrorCode } = granted.filesystem.imports["wasi:filesystem/types"];
    expect(filesystemErrorCode((failed as { val: never }).val)).toBe("file-too-large");
    expect(codeOf(() => stream.checkWrite())).toEqual({ tag: "closed" });
  });

  it("are opened as the flags say", () => {
    writeText(granted.root, "a", "x");
    const open = (path: string, openFlags: object, flags: object = write) =>
      codeOf(() => granted.root.openAt(follow, path, openFlags, flags)[Symbol.dispose]());
    expect(open("missing", {})).toBe("no-entry");
    expect(open("missing/x", create)).toBe("no-entry");
    expect(open("a", { create: true, exclusive: true })).toBe("exist");
    expect(open("new", { create: true, exclusive: true })).toBe("done");
    expect(open("a", { directory: true })).toBe("not-directory");
    expect(open("a/", {}, read)).toBe("not-directory");
    expect(open("a/x", create)).toBe("not-directory");
    expect(open("sub", {}, write)).toBe("is-directory");
    expect(open("sub", { create: true, exclusive: true })).toBe("exist");
    expect(open("sub", { directory: true }, read)).toBe("done");
    expect(open("x", { create: true, directory: true })).toBe("invalid");
    expect(open("x/", create)).toBe("is-directory");
    expect(open("", {}, read)).toBe("no-entry");
    expect(open("x\0y", create)).toBe("invalid");
    expect(open("n".repeat(256), create)).toBe("name-too-long");
    expect(open("x/".repeat(2100), {}, read)).toBe("name-too-long");
    const writeOnly = granted.root.openAt(follow, "a", {}, write);
    expect(codeOf(() => writeOnly.read(1n, 0n))).toBe("bad-descriptor");
    const readOnly = granted.root.openAt(follow, "a", {}, read);
    for (const use of [
      () => readOnly.write(bytes("y"), 0n),
      () => readOnly.writeViaStream(0n),
      () => readOnly.appendViaStream(),
      () => readOnly.setSize(0n),
    ]) {
      expect(codeOf(use)).toBe("bad-descriptor");
    }
    expect(codeOf(() => readOnly.statAt({}, "x"))).toBe("not-directory");
    expect(codeOf(() => granted.root.read(1n, 0n))).toBe("is-directory");
  });

  it("have size, type and times, which can be set", () => {
    writeText(granted.root, "a", "12345");
    symlinkSync("a", granted.inside("link"));
    const at = { tag: "timestamp", val: { seconds: 1_000_000_000n, nanoseconds: 500_000_000 } } as const;
    granted.root.setTimesAt(follow, "link", { tag: "no-change" }, at);
    expect(granted.root.statAt(follow, "link")).toMatchObject({
      type: "regular-file",
      size: 5n,
      linkCount: 1n,
      dataModificationTimestamp: at.val,
    });
    expect(granted.root.statAt({}, "link").type).toBe("symbolic-link");
    const file = granted.root.openAt(follow, "a", {}, write);
    file.setTimes(at, { tag: "now" });
    expect(file.stat().dataAccessTimestamp).toEqual(at.val);
    expect(file.stat().dataModificationTimestamp!.seconds).toBeGreaterThan(1_700_000_000n);
    file.setSize(2n);
    expect(readText(granted.root, "a")).toBe("12");
    expect(codeOf(() => file.setSize(2n ** 60n))).toBe("file-too-large");
    granted.root.setTimes(at, at);
    expect(statSync(granted.host).mtimeMs).toBe(1_000_000_000_500);
    const never = { tag: "timestamp", val: { seconds: 2n ** 64n - 1n, nanoseconds: 0 } } as const;
    expect(codeOf(() => file.setTimes(never, never))).toBe("overflow");
    for (const thing of [file, granted.root]) {
      thing.sync();
      thing.syncData();
    }
  });

  it("are listed, made, renamed, linked and removed", () => {
    const root = granted.root;
    root.createDirectoryAt("d/");
    expect(codeOf(() => root.createDirectoryAt("d"))).toBe("exist");
    expect(codeOf(() => root.createDirectoryAt("."))).toBe("exist");
    writeText(root, "d/a", "x");
    root.linkAt({}, "d/a", root, "hard");
    expect(root.statAt({}, "hard").linkCount).toBe(2n);
    root.renameAt("d/a", root, "sub/b");
    root.symlinkAt("sub/b", "soft");
    expect(root.readlinkAt("soft")).toBe("sub/b");
    expect(codeOf(() => root.readlinkAt("hard"))).toBe("invalid");
    const stream = root.readDirectory();
    const entries: unknown[] = [];
    for (let entry = stream.readDirectoryEntry(); entry; entry = stream.readDirectoryEntry())
      entries.push(entry);
    stream[Symbol.dispose]();
    expect(entries).toHaveLength(4);
    expect(entries).toEqual(
      expect.arrayContaining([
        { name: "d", type: "directory" },
        { name: "sub", type: "directory" },
        { name: "hard", type: "regular-file" },
        { name: "soft", type: "symbolic-link" },
      ]),
    );
    expect(codeOf(() => root.unlinkFileAt("d"))).toBe("is-directory");
    expect(codeOf(() => root.removeDirectoryAt("hard"))).toBe("not-directory");
    expect(codeOf(() => root.removeDirectoryAt("sub"))).toBe("not-empty");
    expect(codeOf(() => root.removeDirectoryAt("."))).toBe("busy");
    expect(codeOf(() => root.linkAt({}, "sub", root, "x"))).toBe("not-permitted");
    expect(codeOf(() => root.renameAt("sub", root, "sub/sub"))).toBe("invalid");
    expect(codeOf(() => root.unlinkFileAt("gone"))).toBe("no-entry");
    root.unlinkFileAt("soft");
    root.unlinkFileAt("hard");
    root.unlinkFileAt("sub/b");
    root.removeDirectoryAt("sub");
    root.removeDirectoryAt("d");
    expect(root.readDirectory().readDirectoryEntry()).toBeUndefined();
  });

  it.runIf(process.platform === "linux")(
    "fail for a name that is not UTF-8 when it is listed, and the listing goes on",
    () => {
      mkdirSync(Buffer.concat([Buffer.from(granted.inside("sub/")), Buffer.from([0xff, 0xfe])]));
      const stream = granted.root.openAt({}, "sub", { directory: true }, read).readDirectory();
      expect(codeOf(() => stream.readDirectoryEntry())).toBe("illegal-byte-sequence");
      expect(stream.readDirectoryEntry()).toBeUndefined();
    },
  );

  it("are the same object by two ways, and tell so by hash", () => {
    writeText(granted.root, "a", "x");
    writeText(granted.root, "b", "x");
    const open = (path: string) => granted.root.openAt(follow, path, {}, read);
    const [a, again, b] = [open("a"), open("sub/../a"), open("b")];
    expect(a.isSameObject(again)).toBe(true);
    expect(a.isSameObject(b)).toBe(false);
    expect(a.metadataHash()).toEqual(granted.root.metadataHashAt(follow, "a"));
    expect(a.metadataHash()).not.toEqual(b.metadataHash());
  });
});
