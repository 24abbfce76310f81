import { locatePlugin } from "../config/index.ts";
import { SpandockError } from "../contract/index.ts";

/**
 * The path of a plugin as the command line names it: a path, or `spandock:NAME` for one that comes with the agent.
 *
 * @throws SpandockError PLUGIN_NOT_READABLE for a name that none has
 */
export function pluginFile(written: string): string {
  const located = locatePlugin(written, process.cwd());
  if ("file" in located) return located.file;
  throw new SpandockError("PLUGIN_NOT_READABLE", {
    message: `${written}: expected ${located.expected}`,
    ...(located.fix === undefined ? {} : { fix: located.fix }),
  });
}
