import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createProject, templateLanguages } from "../../../host/author/index.ts";
import { writeProject } from "../../../host/author/scaffold/write-project.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";

function place(): string {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

const unusable = (message: string) =>
  expect.objectContaining({ code: "PLUGIN_FOLDER_UNUSABLE", message: expect.stringContaining(message) });
const oneFile = [{ path: "src/a.txt", bytes: Buffer.from("a"), isExecutable: true }];

describe.each(templateLanguages())("a new project in %s", (language) => {
  it("holds every file of its template, filled", () => {
    const folder = join(place(), "to-the-moon");
    const files = createProject({ folder, name: "to-the-moon", language });
    expect(files).toContain(".gitignore");
    expect(files).toContain("README.md");
    expect(files).toContain("spandock.yaml");
    for (const file of files) {
      const text = readFileSync(join(folder, file), "utf8");
      expect(`${file} ${text}`, file).not.toMatch(/\{\{(name|snake_name|sdk)\}\}/);
    }
    expect(readFileSync(join(folder, "spandock.yaml"), "utf8")).toContain("./build/to-the-moon.wasm");
  });

  it("has the agent's own contract in it", () => {
    const folder = join(place(), "a");
    createProject({ folder, name: "a", language });
    const wit = join(folder, language === "as" ? "vendor/guest-sdk/wit/exporter.wit" : "wit/exporter.wit");
    expect(readFileSync(wit, "utf8")).toBe(readFileSync("wit/exporter.wit", "utf8"));
  });
});

describe("a project's files", () => {
  it("come into being with the folders above them", () => {
    const folder = join(place(), "deep/er/still");
    writeProject(folder, oneFile);
    expect(readFileSync(join(folder, "src/a.txt"), "utf8")).toBe("a");
    expect(statSync(join(folder, "src/a.txt")).mode & 0o100).toBe(0o100);
    expect(readdirSync(join(folder, ".."))).toEqual(["still"]);
  });

  it("go into an empty folder, or a fresh repository, without replacing it", () => {
    const folder = place();
    mkdirSync(join(folder, ".git"));
    const { ino } = statSync(folder);
    writeProject(folder, oneFile);
    expect(readdirSync(folder).sort()).toEqual([".git", "src"]);
    expect(statSync(folder).ino).toBe(ino);
  });

  it("never go where something is already, which is named", () => {
    const folder = place();
    for (const name of ["a", "b", "c", "d", "e", "f", "g"]) writeFileSync(join(folder, name), "mine");
    expect(() => writeProject(folder, oneFile)).toThrow(unusable("holds a, b, c, d, e, and 2 more"));
    expect(() => writeProject(join(folder, "a"), oneFile)).toThrow(unusable("is a file"));
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("mine");
    expect(readdirSync(folder)).toHaveLength(7);
  });

  it("are all there, or none of them", () => {
    const folder = join(place(), "new");
    const clash = [...oneFile, { path: "src/a.txt/b", bytes: Buffer.from("b"), isExecutable: false }];
    expect(() => writeProject(folder, clash)).toThrow(unusable("new: "));
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(join(folder, ".."))).toEqual([]);
  });
});
