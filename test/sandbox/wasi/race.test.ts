import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
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

/** Puts a directory and a link to the outside at the same name, in turns, until it is told to stop. */
const swapper = `
  const { workerData: { flags, inside } } = require("node:worker_threads");
  const { renameSync } = require("node:fs");
  const swaps = new Int32Array(flags);
  for (let turn = 0; turn < 5_000_000 && Atomics.load(swaps, 0) === 0; turn += 1) {
    renameSync(inside + "/target", inside + "/directory");
    renameSync(inside + "/link", inside + "/target");
    renameSync(inside + "/target", inside + "/link");
    renameSync(inside + "/directory", inside + "/target");
    Atomics.add(swaps, 1, 1);
  }
`;

/** Runs `use` many times while another thread swaps `target`. */
async function whileSwapping(granted: GrantedDirectory, use: () => void): Promise<void> {
  mkdirSync(granted.inside("target"));
  writeFileSync(granted.inside("target/secret"), "harmless");
  symlinkSync(granted.outside, granted.inside("link"));
  const flags = new SharedArrayBuffer(8);
  const swaps = new Int32Array(flags);
  const worker = new Worker(swapper, { eval: true, workerData: { flags, inside: granted.host } });
  const ended = new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
  try {
    for (let turn = 0; turn < 200_000 && Atomics.load(swaps, 1) < 3000; turn += 1) {
      use();
      if (turn % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Atomics.load(swaps, 1)).toBeGreaterThan(100);
  } finally {
    Atomics.store(swaps, 0, 1);
    await ended;
  }
}

function countInto(seen: Map<unknown, number>, outcome: unknown): void {
  seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
}

describe("with a second writer that swaps a directory for a link to the outside", () => {
  // Held by device and inode, it is made hard, not impossible: see folder.test.ts for what is promised there.
  const proc = folderKinds.filter(([name]) => name.includes("/proc"));

  it.each(proc)("nothing outside is ever read, held %s", async (_, kind) => {
    const granted = new GrantedDirectory(kind);
    const seen = new Map<unknown, number>();
    try {
      await whileSwapping(granted, () => {
        let text = "";
        const code = codeOf(() => {
          text = readText(granted.root, "target/secret");
        });
        countInto(seen, code === "done" ? text : "refused");
      });
      expect([...seen.keys()].filter((key) => key !== "harmless" && key !== "refused")).toEqual([]);
      expect(seen.get("harmless")).toBeGreaterThan(0);
      expect(granted.filesystem.openCount()).toBeLessThan(4);
    } finally {
      granted.remove();
    }
  });

  it.each(proc)("nothing outside is ever written, made, moved or removed, held %s", async (_, kind) => {
    const granted = new GrantedDirectory(kind);
    const uses: ((root: Descriptor) => void)[] = [
      (root) => root.openAt(follow, "target/new", create, write)[Symbol.dispose](),
      (root) => root.openAt(follow, "target/secret", { truncate: true }, write)[Symbol.dispose](),
      (root) => root.createDirectoryAt("target/made"),
      (root) => root.removeDirectoryAt("target/made"),
      (root) => root.unlinkFileAt("target/new"),
      (root) => root.symlinkAt("x", "target/x"),
      (root) => root.unlinkFileAt("target/x"),
      (root) => root.renameAt("target/secret", root, "secret"),
      (root) => root.renameAt("secret", root, "target/secret"),
      (root) => root.setTimesAt(follow, "target/secret", { tag: "now" }, { tag: "now" }),
    ];
    const seen = new Map<unknown, number>();
    try {
      await whileSwapping(granted, () => {
        for (const use of uses)
          countInto(
            seen,
            codeOf(() => use(granted.root)),
          );
      });
      expect(granted.lookOutside()).toEqual(untouched);
      expect(seen.get("done")).toBeGreaterThan(0);
      expect(seen.get("not-permitted")).toBeGreaterThan(0);
    } finally {
      granted.remove();
    }
  });

  it("a directory that was opened stays the same one, whatever takes its name", () => {
    for (const [, kind] of folderKinds) {
      const granted = new GrantedDirectory(kind);
      const sub = granted.root.openAt({}, "sub", { directory: true }, read);
      writeFileSync(granted.inside("sub/file"), "mine");
      granted.root.renameAt("sub", granted.root, "moved");
      symlinkSync(granted.outside, granted.inside("sub"));
      expect(codeOf(() => sub.openAt({}, "secret", {}, read))).toBe("no-entry");
      granted.remove();
    }
  });
});
