import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSettings } from "../src/settings.ts";

test("paths are read from YAML", () => {
  const settings = parseSettings("file_paths: [/out/a, /out/b]  # two", "yaml");
  assert.deepEqual(settings, { filePaths: ["/out/a", "/out/b"] });
});

for (const [type, text, refused] of [
  ["json", "{}", "Only parsing configs of YAML type, got JSON"],
  ["unknown", "", "Only parsing configs of YAML type, got unknown"],
  ["yaml", "", "No parsed filepaths"],
  ["yaml", "file_paths: []", "No parsed filepaths"],
  ["yaml", "[1]", "config: expected a mapping, found a list"],
  ["yaml", "file_paths: /out/a", "file_paths: expected a list, found the text /out/a"],
  ["yaml", "file_paths: [/out/a, 3]", "file_paths[1]: expected a text, found 3"],
  ["yaml", "file_path: []", "file_path: unknown key; expected file_paths"],
  [
    "yaml",
    "a: 1\nfile_paths: {}",
    "a: unknown key; expected file_paths\nfile_paths: expected a list, found a mapping",
  ],
] as const) {
  test(`the ${type} config ${JSON.stringify(text)} is refused`, () => {
    assert.deepEqual(parseSettings(text, type), { refused });
  });
}

test("what is no YAML is refused with line and column", () => {
  const settings = parseSettings("file_paths: [", "yaml");
  assert.match("refused" in settings ? settings.refused : "", /^config: .*line 1, column/);
});
