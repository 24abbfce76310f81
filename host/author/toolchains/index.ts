import { assemblyscriptToolchain } from "./assemblyscript.ts";
import { cToolchain } from "./c.ts";
import { goToolchain } from "./go.ts";
import { pythonToolchain } from "./python.ts";
import { rustToolchain } from "./rust.ts";
import type { Language, Toolchain } from "./toolchain.ts";
import { typescriptToolchain } from "./typescript.ts";

export { systemTools, type ToolCall, type ToolResult, type ToolRunner } from "./tool-runner.ts";
export { type BuildContext, type Language, languages, type Tool, type Toolchain } from "./toolchain.ts";

/** One for each language; the first that matches a folder builds it. */
export const toolchains: readonly Toolchain[] = [
  assemblyscriptToolchain,
  typescriptToolchain,
  rustToolchain,
  goToolchain,
  cToolchain,
  pythonToolchain,
];

export function toolchainOf(language: Language): Toolchain {
  const found = toolchains.find((toolchain) => toolchain.language === language);
  if (found === undefined) throw new Error(`no toolchain for ${language}`);
  return found;
}
