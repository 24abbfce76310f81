import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkGroups, checks } from "../../../host/author/index.ts";

const page = readFileSync(new URL("../../../docs/plugin-check.md", import.meta.url), "utf8");

it("docs/plugin-check.md names every check with its title and level, under its group", () => {
  const rows = [...page.matchAll(/^### (\w+)$|^\| `([a-z0-9-]+)` \| (.+) \| (error|warning) \|$/gm)];
  let group = "";
  const found = rows.flatMap(([, heading, id, title, level]) => {
    group = heading ?? group;
    return id === undefined ? [] : [{ group, id, title, level }];
  });
  const expected = checkGroups.flatMap((name) => checks.filter((check) => check.group === name));
  expect(found).toEqual(expected.map(({ group, id, title, level }) => ({ group, id, title, level })));
});

it("the id of every check begins with its group's word", () => {
  const words = { ...Object.fromEntries(checkGroups.map((group) => [group, group.replace(/(es|s)$/, "")])) };
  const odd = checks.filter(({ id, group }) => !id.startsWith(words[group]!));
  // What a log tells is judged with the outcomes.
  expect(odd.map(({ id }) => id)).toEqual(["log-no-span-data"]);
});
