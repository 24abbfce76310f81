import { readFileSync } from "node:fs";
import { builtFile } from "../contract/index.ts";

/** The version in spandock's own package.json. */
export function packageVersion(): string {
  const file = builtFile("../../package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
