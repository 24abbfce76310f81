import { basename, sep } from "node:path";

/**
 * How this spandock was called, so that what is printed can be typed as it stands: `npx spandock`, `spandock`, or
 * `node …/main.js` from a clone. `script` is `process.argv[1]`, as the shell found it.
 */
export function invocation(
  script: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (script === undefined) return "spandock";
  // npm sets it for what `npx` and `npm exec` run.
  if (env.npm_command === "exec" || script.includes(`${sep}node_modules${sep}.bin${sep}`))
    return "npx spandock";
  if (basename(script).replace(/\.(cmd|ps1)$/, "") === "spandock") return "spandock";
  return `node ${/^[\w@%+=:,./\\-]+$/.test(script) ? script : `'${script}'`}`;
}
