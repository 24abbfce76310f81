import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSettings } from "../src/settings.ts";

test("the prefix is read from YAML and JSON, and has a default", () => {
  assert.deepEqual(parseSettings("prefix: seen", "yaml"), { prefix: "seen" });
  assert.deepEqual(parseSettings('{"prefix":"seen"}', "json"), { prefix: "seen" });
  assert.deepEqual(parseSettings("", "yaml"), { prefix: "span" });
});

test("a wrong config is refused with the key's name", () => {
  assert.deepEqual(parseSettings("prefix: 3", "yaml"), { refused: "prefix: expected a text, found 3" });
  assert.deepEqual(parseSettings("prefx: a", "yaml"), { refused: "prefx: unknown key; expected prefix" });
  assert.deepEqual(parseSettings("[1]", "yaml"), { refused: "config: expected a mapping" });
});
