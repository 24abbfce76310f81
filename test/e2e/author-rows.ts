import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Language, systemTools, toolchainOf } from "../../host/author/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What differs from language to language for one who starts a plugin. */
export interface AuthorRow {
  readonly language: Language;
  /** Does what the printed steps say before the first build; Node's packages come from here, not from a network. */
  readonly install?: (folder: string) => void;
  /** Runs the project's own unit tests. */
  readonly unitTest: readonly [string, ...string[]];
}

/** One row for each template. */
export const authorRows: readonly AuthorRow[] = [
  { language: "as", install: linkCompiler, unitTest: ["npm", "test"] },
  { language: "ts", install: linkNodeModules, unitTest: ["npm", "test"] },
  { language: "rust", unitTest: ["cargo", "test"] },
  { language: "go", unitTest: ["go", "test", "./..."] },
  { language: "c", unitTest: ["make", "test"] },
  { language: "python", install: installPackages, unitTest: [".venv/bin/python", "-m", "unittest"] },
];

/** Why a row can't run on this machine; in CI nothing is missing, or the test fails by it. */
export async function lackOf({ language }: AuthorRow): Promise<string | undefined> {
  if (process.env.CI) return undefined;
  const tools = await toolchainOf(language).findTools({ folder: root, tools: systemTools(process.env) });
  const missing = tools.filter(
    ({ version, isProjectDependency }) => version === undefined && !isProjectDependency,
  );
  return missing.length === 0
    ? undefined
    : missing.map(({ name, install }) => `no ${name} (${install})`).join(", ");
}

/** Ends with what the program said when it fails. */
export function run(folder: string, [command, ...args]: readonly [string, ...string[]]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** What `npm install` makes of an AssemblyScript project, with the packages that are here already. */
function linkCompiler(folder: string): void {
  const modules = join(folder, "node_modules");
  for (const name of [".bin", "@spandock"]) mkdirSync(join(modules, name), { recursive: true });
  symlinkSync("../../vendor/guest-sdk", join(modules, "@spandock/guest-sdk"));
  for (const name of ["assemblyscript", "@bytecodealliance", ".bin/asc"]) {
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
}

function linkNodeModules(folder: string): void {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

function installPackages(folder: string): void {
  run(folder, ["python3", "-m", "venv", ".venv"]);
  run(folder, [".venv/bin/pip", "install", "-q", "-r", "requirements.txt"]);
}
