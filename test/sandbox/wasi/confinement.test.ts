import { execFileSync } from "node:child_process";
import { linkSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Descriptor } from "../../../host/sandbox/wasi/filesystem/descriptor.ts";
import type { DirectoryEntryStream } from "../../../host/sandbox/wasi/filesystem/directory-entry-stream.ts";
import {
  codeOf,
  create,
  folderKinds,
  follow,
  GrantedDirectory,
  read,
  readText,
  untouched,
  write,
  writeText,
} from "./granted-directory.ts";

/** Every function that takes a path, applied to it. */
function everyUse(root: Descriptor, path: string): Record<string, unknown> {
  const uses: Record<string, () => unknown> = {
    openToRead: () => root.openAt(follow, path, {}, read),
    openWithoutFollowing: () => root.openAt({}, path, {}, read),
    openToWrite: () => root.openAt(follow, path, {}, write),
    openToTruncate: () => root.openAt(follow, path, { truncate: true }, write),
    create: () => root.openAt(follow, path, create, write),
    createAnew: () => root.openAt(follow, path, { create: true, exclusive: true }, write),
    openDirectory: () => root.openAt(follow, path, { directory: true }, read),
    stat: () => root.statAt(follow, path),
    hash: () => root.metadataHashAt(follow, path),
    setTimes: () => root.setTimesAt(follow, path, { tag: "now" }, { tag: "now" }),
    createDirectory: () => root.createDirectoryAt(path),
    removeDirectory: () => root.removeDirectoryAt(path),
    unlink: () => root.unlinkFileAt(path),
    renameFrom: () => root.renameAt(path, root, "stolen"),
    renameTo: () => root.renameAt("mine", root, path),
    linkFrom: () => root.linkAt(follow, path, root, "stolen-link"),
    linkTo: () => root.linkAt({}, "mine", root, path),
    symlinkAt: () => root.symlinkAt("mine", path),
    readlink: () => root.readlinkAt(path),
  };
  return Object.fromEntries(Object.entries(uses).map(([name, use]) => [name, codeOf(use)]));
}

describe.each(folderKinds)("a granted directory, held %s", (_, kind) => {
  let granted: GrantedDirectory;
  beforeEach(() => {
    granted = new GrantedDirectory(kind);
    writeFileSync(granted.inside("mine"), "mine");
  });
  afterEach(() => granted.remove());

  it.each([
    "..",
    "../outside/secret",
    "../outside/new",
    "sub/../../outside/secret",
    "sub/../../granted/mine",
    "./../outside/secret",
    "sub/../sub/../../outside/secret",
    "/etc/passwd",
    "/data/mine",
    "//etc/passwd",
  ])("refuses %s to every function that takes a path", (path) => {
    const codes = everyUse(granted.root, path);
    expect(new Set(Object.values(codes))).toEqual(new Set(["not-permitted"]));
    expect(granted.lookOutside()).toEqual(untouched);
    expect(granted.denied).toHaveLength(Object.keys(codes).length);
  });

  it("follows no link that leads out, wherever in the path it stands, and whoever made it", () => {
    symlinkSync(granted.outside, granted.inside("absolute"));
    symlinkSync("../outside", granted.inside("relative"));
    symlinkSync("sub/../../outside/secret", granted.inside("file"));
    symlinkSync("absolute", granted.inside("second"));
    symlinkSync("/proc/self/root", granted.inside("proc"));
    symlinkSync("/dev/null", granted.inside("device"));
    for (const path of [
      "absolute/secret",
      "relative/secret",
      "relative/new",
      "second/secret",
      "second/../secret",
      "sub/../absolute/secret",
      "proc/etc/passwd",
    ]) {
      expect(new Set(Object.values(everyUse(granted.root, path))), path).toEqual(new Set(["not-permitted"]));
    }
    for (const path of ["absolute", "relative", "file", "second", "device"]) {
      expect(
        codeOf(() => granted.root.openAt(follow, path, {}, read)),
        path,
      ).toBe("not-permitted");
      expect(
        codeOf(() => granted.root.openAt(follow, path, create, write)),
        path,
      ).toBe("not-permitted");
      expect(
        codeOf(() => granted.root.openAt({}, path, {}, read)),
        path,
      ).toBe("loop");
      expect(
        codeOf(() => granted.root.statAt(follow, `${path}/`)),
        path,
      ).toBe("not-permitted");
    }
    expect(granted.lookOutside()).toEqual(untouched);
    expect(granted.denied.at(-1)!.grant).toBeUndefined();
    expect(granted.denied.at(-1)!.asked).toBe(
      "stat /data/device through the link device, which leads out of /data",
    );
  });

  it("follows links that stay inside, in every position", () => {
    writeFileSync(granted.inside("sub/deep"), "deep");
    symlinkSync("sub", granted.inside("directory"));
    symlinkSync("../sub/deep", granted.inside("sub/round"));
    symlinkSync("directory/round", granted.inside("chain"));
    symlinkSync("sub/new", granted.inside("dangling"));
    expect(readText(granted.root, "directory/deep")).toBe("deep");
    expect(readText(granted.root, "chain")).toBe("deep");
    expect(readText(granted.root, "directory/../mine")).toBe("mine");
    writeText(granted.root, "dangling", "new");
    expect(readFileSync(granted.inside("sub/new"), "utf8")).toBe("new");
    expect(lstatSync(granted.inside("dangling")).isSymbolicLink()).toBe(true);
  });

  it("ends a round of links and a chain of more than 40", () => {
    symlinkSync("b", granted.inside("a"));
    symlinkSync("a", granted.inside("b"));
    symlinkSync("mine", granted.inside("l0"));
    for (let link = 1; link <= 40; link += 1) symlinkSync(`l${link - 1}`, granted.inside(`l${link}`));
    expect(codeOf(() => granted.root.statAt(follow, "a"))).toBe("loop");
    expect(codeOf(() => granted.root.statAt(follow, "a/x"))).toBe("loop");
    expect(codeOf(() => granted.root.statAt(follow, "l40"))).toBe("loop");
    expect(readText(granted.root, "l39")).toBe("mine");
  });

  it("creates no link that would lead other programs out", () => {
    for (const target of ["/etc/passwd", "../outside/secret", "sub/../../x", ".."]) {
      expect(codeOf(() => granted.root.symlinkAt(target, "link"))).toBe("not-permitted");
    }
    // Inside as it lies; but it could be renamed to lie higher, or be made through a link that leads higher.
    expect(codeOf(() => granted.root.symlinkAt("../mine", "sub/link"))).toBe("not-permitted");
    expect(codeOf(() => granted.root.symlinkAt("deep/../deep", "sub/link"))).toBe("not-permitted");
    granted.root.symlinkAt("sub/new", "link");
    expect(granted.root.readlinkAt("link")).toBe("sub/new");
    writeText(granted.root, "link", "through");
    expect(readText(granted.root, "sub/new")).toBe("through");
  });

  it("moves no link of the operator's to where it would lead out", () => {
    symlinkSync("../mine", granted.inside("sub/up"));
    expect(codeOf(() => granted.root.renameAt("sub/up", granted.root, "up"))).toBe("not-permitted");
    expect(codeOf(() => granted.root.linkAt({}, "sub/up", granted.root, "up"))).toBe("not-permitted");
    expect(readText(granted.root, "sub/up")).toBe("mine");
    symlinkSync("mine", granted.inside("flat"));
    granted.root.renameAt("flat", granted.root, "moved");
    expect(readText(granted.root, "moved")).toBe("mine");
  });

  it("tells nothing of a link to an absolute path of the host", () => {
    symlinkSync(granted.outside, granted.inside("absolute"));
    expect(codeOf(() => granted.root.readlinkAt("absolute"))).toBe("not-permitted");
  });

  it("opens no fifo, socket or device, and waits for none", async () => {
    execFileSync("mkfifo", [granted.inside("fifo")]);
    const server = createServer().listen(granted.inside("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      for (const name of ["fifo", "socket"]) {
        expect(granted.root.statAt({}, name).type).toBe(name);
        for (const flags of [read, write, { read: true, write: true }]) {
          expect(codeOf(() => granted.root.openAt(follow, name, {}, flags))).toBe("not-permitted");
          expect(codeOf(() => granted.root.openAt(follow, name, create, flags))).toBe("not-permitted");
        }
        expect(codeOf(() => granted.root.linkAt({}, name, granted.root, "x"))).toBe("not-permitted");
      }
    } finally {
      server.close();
    }
  });

  it("goes no higher from a descriptor of a directory inside", () => {
    const sub = granted.root.openAt({}, "sub", { directory: true }, read);
    expect(codeOf(() => sub.statAt({}, "../mine"))).toBe("not-permitted");
    symlinkSync("../mine", granted.inside("sub/up"));
    expect(codeOf(() => sub.statAt(follow, "up"))).toBe("not-permitted");
    expect(granted.root.statAt(follow, "sub/up").type).toBe("regular-file");
    sub[Symbol.dispose]();
  });

  it("lets go of everything that a walk opened, whatever came of it", () => {
    mkdirSync(granted.inside("a/b/c"), { recursive: true });
    symlinkSync("../../../../outside", granted.inside("a/b/c/out"));
    const before = granted.filesystem.openCount();
    for (const path of ["a/b/c/x", "a/b/c/out/secret", "a/b/../../../x", "a/b/x/y", "mine/x", "a/b/c/.."]) {
      codeOf(() => granted.root.statAt(follow, path));
      codeOf(() => granted.root.unlinkFileAt(path));
      codeOf(() => granted.root.openAt(follow, path, {}, write));
    }
    expect(granted.filesystem.openCount()).toBe(before);
  });

  it("refuses every descriptor after dispose, when its number may be another's", () => {
    const file = granted.root.openAt(follow, "mine", {}, { read: true, write: true });
    const stream = file.writeViaStream(0n);
    granted.filesystem.dispose();
    expect(granted.filesystem.openCount()).toBe(0);
    expect(codeOf(() => file.read(1n, 0n))).toBe("bad-descriptor");
    expect(codeOf(() => file.write(new Uint8Array(1), 0n))).toBe("bad-descriptor");
    expect(codeOf(() => stream.write(new Uint8Array(1)))).toMatchObject({ tag: "last-operation-failed" });
    file[Symbol.dispose]();
  });

  it("reads what a hard link of the operator's shares, for that is not to be told from a file", () => {
    linkSync(join(granted.outside, "secret"), granted.inside("hard"));
    expect(readText(granted.root, "hard")).toBe("secret");
  });

  it("keeps at most 1024 things open for one plugin", () => {
    const open = () => granted.root.openAt(follow, "mine", {}, read);
    const files: Descriptor[] = [];
    const lists: DirectoryEntryStream[] = [];
    while (files.length < 2000 && codeOf(() => files.push(open())) === "done");
    while (lists.length < 2000 && codeOf(() => lists.push(granted.root.readDirectory())) === "done");
    expect(codeOf(open)).toBe("insufficient-memory");
    expect(codeOf(() => granted.root.readDirectory())).toBe("insufficient-memory");
    expect(granted.filesystem.openCount()).toBe(1024);
    for (const list of lists) list[Symbol.dispose]();
    for (const file of files) file[Symbol.dispose]();
    open()[Symbol.dispose]();
  });
});
