import { basename, join, relative, resolve } from "node:path";
import {
  checkFolder,
  createProject,
  type Language,
  parseProjectName,
  templateLanguages,
  toolchainOf,
} from "../../author/index.ts";
import { SpandockError } from "../../contract/index.ts";
import { type Command, type CommandContext, exitCode, parseCommandLine, usageError } from "../command.ts";
import { ask, NoAnswer, type Terminal } from "./ask.ts";
import { invocation } from "./invocation.ts";
import { languageList } from "./language-list.ts";

export const pluginNewCommand: Command = {
  name: "new",
  usage: "plugin new DIR [--lang as|ts|rust|go|c|python] [--name NAME]",
  summary:
    "starts a project for a plugin in DIR, in AssemblyScript unless --lang says otherwise; what is left out is asked for on a terminal",
  async run(args, context) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: { lang: { type: "string" }, name: { type: "string" } },
    });
    const [given, ...more] = positionals;
    if (more.length > 0) throw usageError(this, `expected one DIR, found ${positionals.join(" ")}`);
    const asked = values.lang === undefined ? undefined : languageNamed(values.lang);
    const terminal = terminalOf(context);
    if (given === undefined && terminal === undefined)
      throw usageError(this, "expected DIR, the project's folder");
    try {
      const directory = given ?? (await askDirectory(terminal!));
      const folder = resolve(directory);
      const { name } = parseProjectName(values.name ?? basename(folder));
      checkFolder(folder);
      const language = asked ?? (terminal === undefined ? "as" : await askLanguage(terminal, context));
      const files = createProject({ folder, name, language });
      context.stdout.write(report({ folder, name, language, files: files.length }));
      return exitCode.good;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      context.stdout.write("\nnothing was written\n");
      return exitCode.interrupted;
    }
  },
};

/** Undefined when there is nobody to ask. */
function terminalOf({ stdin, stdout }: CommandContext): Terminal | undefined {
  return stdin?.isTTY === true && stdout.isTTY === true ? { stdin, stdout } : undefined;
}

function languageNamed(text: string): Language {
  const there = templateLanguages();
  const found = there.find((language) => language === text);
  if (found !== undefined) return found;
  throw usageError(pluginNewCommand, `--lang is one of ${there.join(", ")}, not "${text}"`);
}

async function askDirectory(terminal: Terminal): Promise<string> {
  const take = (answer: string) => {
    try {
      parseProjectName(basename(resolve(answer)));
      checkFolder(resolve(answer));
      return answer;
    } catch (error) {
      throw error instanceof SpandockError ? new Error(`${error.message}.\n${error.fix}`) : error;
    }
  };
  return await ask(terminal, { text: "A folder for the project", fallback: "my-exporter", take });
}

async function askLanguage(terminal: Terminal, { env }: CommandContext): Promise<Language> {
  const there = templateLanguages();
  terminal.stdout.write(`Languages:\n${await languageList(there, env)}`);
  const take = (answer: string) => {
    const found = there.find((language) => language === answer.toLowerCase());
    if (found !== undefined) return found;
    throw new SpandockError("USAGE", { message: `expected one of ${there.join(", ")}, found "${answer}"` });
  };
  return await ask(terminal, { text: "Language", fallback: "as", take });
}

interface Started {
  readonly folder: string;
  readonly name: string;
  readonly language: Language;
  readonly files: number;
}

/** What was made, and the commands that come next, as they can be typed. */
function report({ folder, name, language, files }: Started): string {
  const toolchain = toolchainOf(language);
  const shown = relative(process.cwd(), folder);
  const spandock = invocation(process.argv[1]);
  const isNpm = language === "as" || language === "ts";
  const steps: readonly (readonly [string, string])[] = [
    ...(shown === "" ? [] : [[`cd ${shown}`, ""] as const]),
    ...(isNpm ? [["npm install", "the compiler"] as const] : []),
    [`${spandock} plugin dev`, "builds it, runs it on sample spans, and swaps in each change as you save"],
    [`${spandock} plugin build`, `builds ${join("build", `${name}.wasm`)}`],
  ];
  const width = Math.max(...steps.map(([command]) => command.length)) + 2;
  const lines = steps.map(
    ([command, what]) => `    ${what === "" ? command : command.padEnd(width) + what}\n`,
  );
  return `${name}: a plugin in ${toolchain.title}, ${files} files in ${shown || "this folder"}. Next:\n\n${lines.join("")}\nREADME.md there tells the rest.\n`;
}
