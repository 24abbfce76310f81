import { readFileSync } from "node:fs";

/** How the sandbox loads `yaml` in the middle of a guest's call, in what tsc wrote. */
const asWritten = 'createRequire(import.meta.url)("yaml")';

/**
 * A plugin of rolldown: a guest's first YAML is parsed by the copy inside the bundle, which is still loaded only then.
 * From its own files it would take 30 ms in each thread.
 *
 * @param {string} host the folder of compiled modules
 */
export function yamlInside(host) {
  const module = `${host}sandbox/runtime/yaml-to-json.js`;
  return {
    name: "yaml-inside",
    load(id) {
      if (id !== module) return null;
      const code = readFileSync(id, "utf8");
      if (code.split(asWritten).length !== 2) throw new Error(`${module}: expected ${asWritten} once`);
      return code.replace(asWritten, 'require("yaml")');
    },
  };
}
