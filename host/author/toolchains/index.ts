import { assemblyscriptToolchain } from "./assemblyscript.ts";
<<<<<<< HEAD
import { cToolchain } from "./c.ts";
import { goToolchain } from "./go.ts";
=======
import { pythonToolchain } from "./python.ts";
>>>>>>> w-python
import type { Language, Toolchain } from "./toolchain.ts";

export { systemTools, type ToolCall, type ToolResult, type ToolRunner } from "./tool-runner.ts";
export { type BuildContext, type Language, languages, type Tool, type Toolchain } from "./toolchain.ts";

/** One for each language; the first that matches a folder builds it. */
<<<<<<< HEAD
export const toolchains: readonly Toolchain[] = [
  assemblyscriptToolchain,
  goToolchain,
  cToolchain,
];
=======
export const toolchains: readonly Toolchain[] = [assemblyscriptToolchain, pythonToolchain];
>>>>>>> w-python

export function toolchainOf(language: Language): Toolchain {
  const found = toolchains.find((toolchain) => toolchain.language === language);
  if (found === undefined) throw new Error(`no toolchain for ${language}`);
  return found;
}
