import type { ToolRunner } from "./tool-runner.ts";
import type { Tool } from "./toolchain.ts";

export interface ToolSearch {
  readonly name: string;
  /** Prints the version, and exits with 0 when the tool is fit for use. */
  readonly command: readonly [string, ...string[]];
  readonly install: string;
  readonly folder: string;
}

/** Asks a program for its version: the first thing in its answer that looks like one. */
export async function findTool(tools: ToolRunner, search: ToolSearch): Promise<Tool> {
  const { name, install, folder } = search;
  const [command, ...args] = search.command;
  const { exitCode, stdout, stderr } = await tools.run(command, args, { folder });
  if (exitCode !== 0) return { name, install };
  const version = /\d+(\.\d+)+\S*/.exec(`${stdout}\n${stderr}`)?.[0] ?? "unknown";
  return { name, install, version };
}
