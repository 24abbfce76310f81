import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { CodeCache, loadProgram, type PluginThreadData } from "../../boot/index.ts";
import { builtFile } from "../../contract/index.ts";

const { cacheDirectory } = workerData as PluginThreadData;
const program = loadProgram<typeof import("./serve-plugin.ts")>({
  file: fileURLToPath(builtFile("chunks/plugin-thread.cjs")),
  cache: cacheDirectory === undefined ? undefined : new CodeCache(cacheDirectory),
});
program.exports.servePlugin(parentPort!, () => program.keepCode());
