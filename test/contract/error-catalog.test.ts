import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorCatalog, SpandockError } from "../../host/contract/index.ts";

const page = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");

describe("the error catalogue", () => {
  it("stands in docs/errors.md, code for code", () => {
    const documented = [...page.matchAll(/^## `([A-Z_]+)`$/gm)].map(([, code]) => code);
    expect(documented).toEqual(Object.keys(errorCatalog));
  });

  it.each(Object.entries(errorCatalog))(
    "%s has the same title and fix in the docs",
    (code, { title, fix }) => {
      const section = page.slice(page.indexOf(`## \`${code}\``)).split("\n## ", 2)[0]!;
      expect(section).toContain(title);
      expect(section).toContain(`Fix: ${fix}`);
    },
  );

  it("gives an error its general fix unless a more exact one is at hand", () => {
    expect(new SpandockError("USAGE", { message: "m" }).fix).toBe(errorCatalog.USAGE.fix);
    expect(new SpandockError("USAGE", { message: "m", fix: "do this" }).fix).toBe("do this");
  });
});
