import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { SpandockError } from "../../contract/index.ts";

/**
 * Copies a built plugin, and its source map when there is one, and answers where it went. `out` is a directory when
 * it ends with a slash or is one already, else the file itself.
 *
 * @throws SpandockError PLUGIN_BUILD_FAILED
 */
export function copyPlugin(component: string, out: string): string {
  const isDirectory = /[/\\]$/.test(out) || statSync(out, { throwIfNoEntry: false })?.isDirectory() === true;
  const target = isDirectory ? join(resolve(out), basename(component)) : resolve(out);
  if (target === component) return target;
  try {
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(component, target);
    // Without it a trap's stack has no lines of the source.
    if (existsSync(`${component}.map`)) copyFileSync(`${component}.map`, `${target}.map`);
  } catch (cause) {
    throw new SpandockError("PLUGIN_BUILD_FAILED", {
      message: `${component} was built and can't be copied to ${target}: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: "Name a place with --out that you may write.",
      cause,
    });
  }
  return target;
}
