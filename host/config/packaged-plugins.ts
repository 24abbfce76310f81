import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFile } from "../contract/index.ts";
import { nearestName } from "./nearest-name.ts";

/** The plugins that come with the agent. `npm run build` puts each into `dist/plugins/NAME.wasm`. */
export const packagedPlugins: readonly string[] = ["debug", "files", "otlp-http", "zipkin"];

const scheme = "spandock:";

/** Whether a config names a plugin that comes with the agent, known or not, rather than a path. */
export const namesPackagedPlugin = (written: string): boolean => written.startsWith(scheme);

/** Where a plugin's file is, or why its name can't be one. */
export type PluginLocation =
  | { readonly file: string }
  | { readonly expected: string; readonly fix: string | undefined };

/**
 * Where the plugin is that a config names: `spandock:NAME` is one that comes with the agent, everything else a path,
 * relative to `baseDir`.
 */
export function locatePlugin(written: string, baseDir: string): PluginLocation {
  if (!namesPackagedPlugin(written)) return { file: resolve(baseDir, written) };
  const name = written.slice(scheme.length);
  if (packagedPlugins.includes(name)) return { file: fileURLToPath(builtFile(`../plugins/${name}.wasm`)) };
  const expected = `one of ${packagedPlugins.map((each) => scheme + each).join(", ")}`;
  const near = nearestName(name, packagedPlugins);
  return { expected, fix: near === undefined ? undefined : `Write ${scheme}${near} instead.` };
}
