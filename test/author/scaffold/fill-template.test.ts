import { expect, it } from "vitest";
import { fillTemplate } from "../../../host/author/scaffold/fill-template.ts";

const values = { name: "my-exporter", snake_name: "my_exporter" };
const file = (path: string, bytes: Uint8Array | string, isExecutable = false) => ({
  path,
  bytes: typeof bytes === "string" ? Buffer.from(bytes) : bytes,
  isExecutable,
});
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes!).toString();

it("placeholders are filled in texts and in every part of a path", () => {
  const [made] = fillTemplate(
    [file("{{snake_name}}/src/{{name}}.rs", "use {{snake_name}}; // {{name}}\n")],
    values,
  );
  expect(made!.path).toBe("my_exporter/src/my-exporter.rs");
  expect(textOf(made!.bytes)).toBe("use my_exporter; // my-exporter\n");
});

it("what only looks like a placeholder stays", () => {
  const text = 'format!("{{}}"); {{ name }} {{toString}} {{other}} ${{name}';
  const [made] = fillTemplate([file("a", text)], values);
  expect(textOf(made!.bytes)).toBe('format!("{{}}"); {{ name }} {{toString}} {{other}} ${{name}');
});

it("_gitignore becomes .gitignore, wherever it lies", () => {
  const paths = fillTemplate(
    [file("_gitignore", ""), file("a/_gitignore", ""), file("my_gitignore", "")],
    values,
  );
  expect(paths.map(({ path }) => path)).toEqual([".gitignore", "a/.gitignore", "my_gitignore"]);
});

it("a file that is no text comes through byte for byte, and scripts stay scripts", () => {
  const bytes = Uint8Array.of(0xff, 0x7b, 0x7b, ...Buffer.from("name"), 0x7d, 0x7d);
  const [made] = fillTemplate([file("run.sh", bytes, true)], values);
  expect(made).toEqual({ path: "run.sh", bytes, isExecutable: true });
});
