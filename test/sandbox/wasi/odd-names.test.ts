import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codeOf,
  create,
  folderKinds,
  follow,
  GrantedDirectory,
  untouched,
  write,
} from "./granted-directory.ts";

const name = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "",
    "sub",
    "file",
    "link",
    "outside",
    "secret",
    "granted",
    "...",
    "..\u0000",
    "~",
  ),
  fc.constantFrom(
    "\\",
    "..\\outside",
    "C:",
    "a\nb",
    "\u202e",
    "\ud800",
    "é",
    "e\u0301",
    "%2e%2e",
    "-rf",
    " ",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.integer({ min: 200, max: 5000 }).map((length) => "n".repeat(length)),
);
const path = fc.oneof(
  { weight: 5, arbitrary: fc.array(name, { minLength: 1, maxLength: 6 }).map((names) => names.join("/")) },
  { weight: 1, arbitrary: fc.array(name, { maxLength: 3 }).map((names) => `/${names.join("/")}`) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3000 }).map((depth) => "../".repeat(depth)) },
);

/** What a guest does to paths; each takes two. */
const uses = {
  write(root, a) {
    const file = root.openAt(follow, a, create, write);
    try {
      file.write(new TextEncoder().encode("overwritten"), 0n);
    } finally {
      file[Symbol.dispose]();
    }
  },
  truncate: (root, a) => root.openAt({}, a, { create: true, truncate: true }, write)[Symbol.dispose](),
  createDirectory: (root, a) => root.createDirectoryAt(a),
  removeDirectory: (root, a) => root.removeDirectoryAt(a),
  unlink: (root, a) => root.unlinkFileAt(a),
  rename: (root, a, b) => root.renameAt(a, root, b),
  link: (root, a, b) => root.linkAt(follow, a, root, b),
  symlink: (root, a, b) => root.symlinkAt(a, b),
  setTimes: (root, a) => root.setTimesAt(follow, a, { tag: "now" }, { tag: "no-change" }),
  readlink: (root, a) => root.readlinkAt(a),
  stat: (root, a) => root.statAt(follow, a),
} satisfies Record<string, (root: GrantedDirectory["root"], a: string, b: string) => unknown>;

describe.each(folderKinds)("whatever the names, held %s", (_, kind) => {
  it("nothing outside is touched, nothing stays open, and every refusal has a code", () => {
    const granted = new GrantedDirectory(kind);
    const before = granted.filesystem.openCount();
    try {
      fc.assert(
        fc.property(
          fc.constantFrom(...(Object.keys(uses) as (keyof typeof uses)[])),
          path,
          path,
          (use, a, b) => {
            const code = codeOf(() => uses[use](granted.root, a, b));
            expect(code).toBeTypeOf("string");
            expect(granted.lookOutside()).toEqual(untouched);
            expect(granted.filesystem.openCount()).toBe(before);
          },
        ),
        { numRuns: 1500, interruptAfterTimeLimit: 20_000 },
      );
      for (const { asked, grant } of granted.denied) {
        expect(asked.length).toBeLessThan(3000);
        expect(`${asked}${grant}`).not.toMatch(/\p{Cc}/u);
      }
    } finally {
      granted.remove();
    }
  });
});
