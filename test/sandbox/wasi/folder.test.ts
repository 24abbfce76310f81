import { constants, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Folder } from "../../../host/sandbox/wasi/filesystem/folder.ts";
import { HostHandles } from "../../../host/sandbox/wasi/filesystem/host-handle.ts";
import { codeOf, folderKinds, GrantedDirectory } from "./granted-directory.ts";

describe.each(folderKinds)("between looking and opening, held %s", (_, kind) => {
  let granted: GrantedDirectory;
  let handles: HostHandles;
  let folder: Folder;
  beforeEach(() => {
    granted = new GrantedDirectory(kind);
    handles = new HostHandles(() => {});
    folder = kind.open(handles, granted.host);
    writeFileSync(granted.inside("file"), "mine");
  });
  afterEach(() => {
    handles.dispose();
    granted.remove();
  });

  /** What comes of opening: the text of the file, or the code of the refusal. */
  function open(use: () => ReturnType<Folder["createFile"]>): unknown {
    let text = "";
    const code = codeOf(() => {
      text = readFileSync(use().fd, "utf8");
    });
    return code === "done" ? text : code;
  }

  it.each([
    ["a link to the outside", (name: string, outside: string) => symlinkSync(outside, name)],
    ["another file", (name: string, outside: string) => renameSync(outside, name)],
  ])("%s that takes a file's place is not opened", (_what, replace) => {
    const entry = folder.look("file")!;
    rmSync(granted.inside("file"));
    replace(granted.inside("file"), join(granted.outside, "secret"));
    expect(["mine", "access", "loop"]).toContain(open(() => entry.openFile(constants.O_RDONLY)));
    entry.close();
  });

  it("a link that takes a directory's place leads nowhere, nor does one above it", () => {
    writeFileSync(granted.inside("sub/secret"), "mine");
    const sub = folder.look("sub")!.toFolder();
    renameSync(granted.inside("sub"), granted.inside("moved"));
    symlinkSync(granted.outside, granted.inside("sub"));
    let found: unknown;
    const code = codeOf(() => {
      const entry = sub.look("secret");
      found = entry && open(() => entry.openFile(constants.O_RDONLY));
    });
    expect(code === "done" ? found : code).toBe(kind.reopen ? "mine" : "no-entry");
  });

  it("a file that is made is never one that is there, nor at the end of a link", () => {
    symlinkSync("../outside/new", granted.inside("dangling"));
    expect(open(() => folder.createFile("file", constants.O_RDWR))).toBe("exist");
    expect(open(() => folder.createFile("dangling", constants.O_RDWR))).toBe("exist");
    expect(open(() => folder.createFile("new", constants.O_RDWR))).toBe("");
  });
});
