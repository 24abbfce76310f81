import { type Language, systemTools, toolchainOf } from "../../author/index.ts";

/** A line for each language, with what of its tools this machine lacks. What a project installs itself is no lack. */
export async function languageList(
  languages: readonly Language[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const context = { folder: process.cwd(), tools: systemTools(env) };
  const lines = await Promise.all(
    languages.map(async (language) => {
      const toolchain = toolchainOf(language);
      const tools = await toolchain.findTools(context);
      const missing = tools.filter((tool) => tool.version === undefined && !tool.isProjectDependency);
      const lack = missing.map(({ name, install }) => `${name} (${install})`).join(", ");
      return `  ${language.padEnd(8)}${toolchain.title.padEnd(16)}${lack === "" ? "ready" : `needs ${lack}`}\n`;
    }),
  );
  return lines.join("");
}
