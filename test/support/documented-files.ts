import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The files that a page asks its reader to write, by name: the code blocks that follow a comment
 * `<!-- run: NAME -->`. `page` is relative to the project's root; with a `prefix`, those whose names begin with it,
 * and without it in their names.
 */
export function documentedFiles(page: string, prefix = ""): ReadonlyMap<string, string> {
  const file = fileURLToPath(new URL(`../../${page}`, import.meta.url));
  const blocks = [...readFileSync(file, "utf8").matchAll(/<!-- run: (\S+) -->\n```\w+\n([\s\S]*?)```/g)];
  return new Map(
    blocks
      .filter(([, name]) => name!.startsWith(prefix))
      .map(([, name, text]) => [name!.slice(prefix.length), text!]),
  );
}
