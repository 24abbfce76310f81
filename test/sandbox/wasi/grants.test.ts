import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../host/contract/index.ts";
import type { DeniedUse } from "../../../host/sandbox/wasi/denied-use.ts";
import { createFilesystem } from "../../../host/sandbox/wasi/filesystem/create-filesystem.ts";
import type { Descriptor } from "../../../host/sandbox/wasi/filesystem/descriptor.ts";
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
} from "./granted-directory.ts";

const made: { remove(): void }[] = [];
afterEach(() => {
  for (const granted of made.splice(0)) granted.remove();
});

function grantedTo(access: "read" | "write", kind = folderKinds[0]![1]): GrantedDirectory {
  const granted = new GrantedDirectory(kind, access);
  made.push(granted);
  return granted;
}

describe.each(folderKinds)("a directory granted to read, held %s", (_, kind) => {
  it("changes by no function at all, and each refusal names the line that would grant it", () => {
    const granted = grantedTo("read", kind);
    writeFileSync(granted.inside("file"), "as it was");
    symlinkSync("file", granted.inside("link"));
    const before = statSync(granted.inside("file"));
    const { root } = granted;
    const file = root.openAt(follow, "link", {}, read);
    const uses: Record<string, () => unknown> = {
      openToWrite: () => root.openAt(follow, "file", {}, write),
      openToReadAndWrite: () => root.openAt(follow, "file", {}, { read: true, write: true }),
      truncate: () => root.openAt(follow, "file", { truncate: true }, read),
      create: () => root.openAt(follow, "new", create, read),
      createThroughLink: () => root.openAt(follow, "sub/../new", create, {}),
      createDirectory: () => root.createDirectoryAt("new"),
      removeDirectory: () => root.removeDirectoryAt("sub"),
      unlink: () => root.unlinkFileAt("file"),
      rename: () => root.renameAt("file", root, "new"),
      link: () => root.linkAt({}, "file", root, "new"),
      symlink: () => root.symlinkAt("file", "new"),
      setTimesAt: () => root.setTimesAt({}, "file", { tag: "now" }, { tag: "now" }),
      setTimes: () => file.setTimes({ tag: "now" }, { tag: "now" }),
      setTimesOfDirectory: () => root.setTimes({ tag: "now" }, { tag: "now" }),
    };
    for (const [name, use] of Object.entries(uses)) {
      granted.denied.length = 0;
      expect(codeOf(use), name).toBe("read-only");
      const grant = `permissions.directories: { /data: { path: ${granted.host}, access: write } }`;
      expect(granted.denied, name).toEqual([{ asked: expect.stringContaining("/data"), grant }]);
    }
    for (const use of [
      () => file.write(new Uint8Array(1), 0n),
      () => file.setSize(0n),
      () => file.appendViaStream(),
    ]) {
      expect(codeOf(use)).toBe("bad-descriptor");
    }
    expect(readText(root, "file")).toBe("as it was");
    expect(readdirSync(granted.host).sort()).toEqual(["file", "link", "sub"]);
    expect(statSync(granted.inside("file")).mtimeMs).toBe(before.mtimeMs);
    expect(root.getFlags()).toEqual({ read: true });
  });

  it("opens what is there even with create, as POSIX does", () => {
    const granted = grantedTo("read", kind);
    writeFileSync(granted.inside("file"), "x");
    granted.root.openAt(follow, "file", create, read)[Symbol.dispose]();
    expect(granted.denied).toEqual([]);
  });
});

describe("grants beside each other", () => {
  function both(): { from: Descriptor; to: Descriptor; granted: GrantedDirectory; remove(): void } {
    const granted = grantedTo("write");
    mkdirSync(granted.inside("in"));
    mkdirSync(granted.inside("out"));
    writeFileSync(granted.inside("in/file"), "read only");
    const filesystem = createFilesystem({
      grants: [
        { guestPath: "/in", hostPath: granted.inside("in"), access: "read" },
        { guestPath: "/in/deeper/out", hostPath: granted.inside("out"), access: "write" },
      ],
      kind: folderKinds.at(-1)![1],
      onDenied: () => {},
      clock: systemClock,
    });
    made.push({ remove: () => filesystem.dispose() });
    const directories = filesystem.imports["wasi:filesystem/preopens"].getDirectories();
    expect(directories.map(([, path]) => path)).toEqual(["/in/deeper/out", "/in", "/"]);
    return { from: directories[1]![0], to: directories[0]![0], granted, remove: () => {} };
  }

  it("are listed longest path first, so that any way of matching finds the right one", () => {
    both();
  });

  it("exchange nothing by rename or hard link, in neither direction", () => {
    const { from, to, granted } = both();
    to.openAt(follow, "mine", create, write);
    expect(codeOf(() => from.renameAt("file", to, "taken"))).toBe("cross-device");
    expect(codeOf(() => from.linkAt({}, "file", to, "taken"))).toBe("cross-device");
    expect(codeOf(() => to.renameAt("mine", from, "given"))).toBe("cross-device");
    expect(codeOf(() => to.linkAt({}, "mine", from, "given"))).toBe("cross-device");
    expect(readdirSync(granted.inside("out"))).toEqual(["mine"]);
    expect(readdirSync(granted.inside("in"))).toEqual(["file"]);
  });
});

describe("where nothing is granted", () => {
  it("every use of a path is refused, and told with the grant that it would need", () => {
    const granted = grantedTo("write");
    const root = granted.directory("/");
    expect(codeOf(() => root.openAt(follow, "etc/passwd", {}, read))).toBe("not-permitted");
    expect(codeOf(() => root.openAt(follow, "tmp/../var/log/x", create, write))).toBe("not-permitted");
    expect(codeOf(() => root.unlinkFileAt("x\ny"))).toBe("not-permitted");
    expect(codeOf(() => root.readDirectory())).toBe("not-permitted");
    expect(granted.denied).toEqual([
      {
        asked: "open /etc/passwd",
        grant: "permissions.directories: { /etc: { path: …, access: read } }",
      },
      {
        asked: "open to write /var/log/x",
        grant: "permissions.directories: { /var/log: { path: …, access: write } }",
      },
      { asked: "remove /x\\u{a}y", grant: "permissions.directories: { /: { path: …, access: write } }" },
      { asked: "list /", grant: "permissions.directories: { /: { path: …, access: read } }" },
    ] satisfies DeniedUse[]);
    for (const use of [
      () => root.statAt({}, "etc"),
      () => root.createDirectoryAt("new"),
      () => root.removeDirectoryAt("etc"),
      () => root.renameAt("etc", granted.root, "x"),
      () => granted.root.renameAt("sub", root, "x"),
      () => root.linkAt({}, "etc/passwd", granted.root, "x"),
      () => root.symlinkAt("x", "y"),
      () => root.readlinkAt("x"),
      () => root.setTimesAt({}, "x", { tag: "now" }, { tag: "now" }),
      () => root.metadataHashAt({}, "x"),
      () => root.read(1n, 0n),
    ]) {
      expect(["not-permitted", "not-directory"]).toContain(codeOf(use));
    }
    expect(granted.lookOutside()).toEqual(untouched);
    expect(root.stat().type).toBe("directory");
    expect(root.isSameObject(granted.root)).toBe(false);
  });

  it("fails at once for a directory that is not there, naming it", () => {
    const granted = grantedTo("write");
    const grant = (hostPath: string) => () =>
      createFilesystem({
        grants: [{ guestPath: "/data", hostPath, access: "read" }],
        kind: folderKinds.at(-1)![1],
        onDenied: () => {},
        clock: systemClock,
      });
    const missing = granted.inside("missing");
    expect(grant(missing)).toThrow(
      `permissions.directories: /data: expected ${missing} to be a directory that can be opened, found: no-entry`,
    );
    expect(grant(join(granted.outside, "secret"))).toThrow("found: not-directory");
    expect(grant(missing)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });
});

describe.runIf(existsSync("/proc/self/mem"))("a grant of the whole file system", () => {
  it("opens no device and nothing of the kernel's own file systems", () => {
    const denied: DeniedUse[] = [];
    const filesystem = createFilesystem({
      grants: [{ guestPath: "/", hostPath: "/", access: "write" }],
      kind: folderKinds.at(-1)![1],
      onDenied: (use) => denied.push(use),
      clock: systemClock,
    });
    made.push({ remove: () => filesystem.dispose() });
    const [[root]] = filesystem.imports["wasi:filesystem/preopens"].getDirectories() as [
      [Descriptor, string],
    ];
    const open = (path: string, flags: object) => codeOf(() => root.openAt(follow, path, {}, flags));
    for (const path of ["proc/self/mem", "proc/self/environ", "proc/version", "sys/kernel", "proc"]) {
      expect(open(path, read), path).toBe("not-permitted");
      expect(open(path, write), path).toBe("not-permitted");
    }
    expect(open("dev/null", read)).toBe("not-permitted");
    expect(open("dev/fd/0", read)).toBe("not-permitted");
    expect(denied[0]).toEqual({ asked: "open /dev/null, which is a character-device" });
    expect(readFileSync("/proc/self/comm").length).toBeGreaterThan(0);
  });

  it("can't be given for one of them", () => {
    const grant = () =>
      createFilesystem({
        grants: [{ guestPath: "/p", hostPath: "/proc/self", access: "read" }],
        kind: folderKinds.at(-1)![1],
        onDenied: () => {},
        clock: systemClock,
      });
    expect(grant).toThrow("found: a file system of the kernel's own");
  });
});
