import { basename } from "node:path";

/**
 * How this spandock was called, so that what is printed can be typed as it stands: `npx spandock`, `spandock`, or
 * `node …/main.js` from a clone. `script` is `process.argv[1]`, which still has the name of the link in a `bin` folder.
 */
export function invocation(script: string | undefined): string {
  if (script === undefined) return "spandock";
  // On Windows npm's command file calls the package's own file.
  if (/[\\/]node_modules[\\/](\.bin|spandock)[\\/]/.test(script)) return "npx spandock";
  if (basename(script) === "spandock") return "spandock";
  return `node ${/^[\w@%+=:,./\\-]+$/.test(script) ? script : `'${script}'`}`;
}
