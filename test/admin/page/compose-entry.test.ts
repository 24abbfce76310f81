import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { composeEntry, isEmpty, nameOf, permissionsOf } from "../../../host/admin/page/app/compose-entry.ts";

const digest = `sha256:${"0f".repeat(32)}`;
const plain = { file: "/plugins/a.wasm", digest, wantsPermissions: false, consent: {}, config: "" };

describe("the entry of a new exporter", () => {
  it("holds the digest of what was shown, and no permissions when none are wanted", () => {
    expect(parse(composeEntry(plain))).toEqual({ plugin: "/plugins/a.wasm", digest });
  });

  it("denies what was wanted and not allowed", () => {
    expect(parse(composeEntry({ ...plain, wantsPermissions: true }))).toEqual({
      plugin: "/plugins/a.wasm",
      digest,
      permissions: {},
    });
  });

  it("grants what was allowed, and nothing else", () => {
    const consent = {
      files: [
        { guestPath: "/out", hostPath: "/srv/out", access: "write" },
        { guestPath: "", hostPath: " ", access: "read" },
      ],
      http: "https://a.example:4318\nhttps://b.example",
    } as const;
    expect(parse(composeEntry({ ...plain, wantsPermissions: true, consent })).permissions).toEqual({
      directories: { "/out": { path: "/srv/out", access: "write" } },
      http: ["https://a.example:4318", "https://b.example"],
    });
    expect(isEmpty({ files: [], http: " \n", env: "" })).toBe(true);
    expect(isEmpty(consent)).toBe(false);
  });

  it("keeps the config as it was typed, comments and all", () => {
    const config = "# where to\nfile_paths:\n  - /out/a.jsonl # first\ntext: |\n  one\n\n    two\n";
    const entry = composeEntry({ ...plain, config });
    expect(parse(entry).config).toEqual(parse(config));
    expect(entry).toContain("  # where to\n");
  });

  it("says what was typed, whatever that is", () => {
    const text = fc.string({ unit: "binary", maxLength: 40 });
    fc.assert(
      fc.property(text, text, (file, path) => {
        const files = [{ guestPath: "/in", hostPath: `x${path}y`, access: "read" as const }];
        const document = parseDocument(
          composeEntry({ ...plain, file, wantsPermissions: true, consent: { files } }),
        );
        expect(document.errors).toEqual([]);
        const { plugin, permissions } = document.toJS();
        expect(plugin).toBe(file);
        expect(permissions).toEqual(permissionsOf({ files }));
      }),
    );
  });

  it("is named after its file", () => {
    expect(nameOf("files-exporter.wasm")).toBe("files-exporter");
    expect(nameOf(".wasm")).toBe("exporter");
  });
});
