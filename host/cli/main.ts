#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { CodeCache, loadProgram, PluginThreads, readProgramFile } from "../boot/index.ts";
import { builtFile } from "../contract/index.ts";
import { cacheDirectory } from "./cache-directory.ts";

const directory = cacheDirectory(process.env);
const threads = new PluginThreads({ cacheDirectory: directory });
// While the agent loads its code and reads its config, the thread of its first plugin boots.
if (process.argv[2] === "run") threads.expect(1);

const cache = new CodeCache(directory);
const { exports, newCode } = loadProgram<typeof import("./program.ts")>({
  file: fileURLToPath(builtFile("chunks/program.cjs")),
  read: (path) => readProgramFile(path, cache),
  importModule: async (url) => await import(url),
});
const keepCode = () => {
  for (const each of newCode()) cache.write(each);
};
void exports.main({ threads, keepCode });
