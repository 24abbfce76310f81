import { expect, it } from "vitest";
import { documentedFiles } from "../support/documented-files.ts";

// Run as a part of the page: see author-first-plugin.test.ts.
it("the README's first own plugin is the one that docs/write-a-plugin.md begins with", () => {
  expect(documentedFiles("README.md")).toEqual(documentedFiles("docs/write-a-plugin.md", "as/"));
  expect(documentedFiles("README.md").size).toBe(1);
});
