import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { builtFile } from "../../contract/index.ts";
import { type Language, languages } from "../toolchains/index.ts";
import type { ProjectFile, TemplateValues } from "./fill-template.ts";
import { readFiles } from "./read-files.ts";

const folders: Readonly<Record<Language, string>> = {
  as: "assemblyscript",
  ts: "typescript",
  rust: "rust",
  go: "go",
  c: "c",
  python: "python",
};

/** A project of one language, its placeholders not filled yet. */
export interface ProjectTemplate {
  readonly files: readonly ProjectFile[];
  /** Placeholders that are the same in each of its projects. */
  readonly values: TemplateValues;
}

/** Those that this spandock can start a project in. */
export function templateLanguages(): readonly Language[] {
  return languages.filter((language) => existsSync(templateFolder(language)));
}

/**
 * Reads the template of a language, as `npm run build` put it beside the compiled kit, with the contract.
 *
 * An AssemblyScript project gets a copy of the guest SDK instead, in `vendor/`: it builds without a registry that has
 * the SDK, and with the contract's very version that this agent speaks, which is the only one that it would take.
 */
export function projectTemplate(language: Language): ProjectTemplate {
  const files = readFiles(templateFolder(language));
  if (language === "as") {
    const sdk = readFiles(fileURLToPath(builtFile("author/guest-sdk")), "vendor/guest-sdk/");
    return { files: [...files, ...sdk], values: { sdk: "file:./vendor/guest-sdk" } };
  }
  const bytes = readFileSync(builtFile("../../wit/exporter.wit"));
  return { files: [...files, { path: "wit/exporter.wit", bytes, isExecutable: false }], values: {} };
}

const templateFolder = (language: Language) =>
  fileURLToPath(builtFile(`author/templates/${folders[language]}`));
