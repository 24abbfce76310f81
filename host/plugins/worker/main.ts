import { parentPort } from "node:worker_threads";
import { CodeCache, loadProgram, type PluginThreadProgram, readProgramFile } from "../../boot/index.ts";

const port = parentPort!;
port.once("message", ({ file, program, keepIn }: PluginThreadProgram) => {
  const { exports, newCode } = loadProgram<typeof import("./serve-plugin.ts")>({
    file,
    read: (path) => (path === file ? program : readProgramFile(path)),
  });
  // It listens before this returns: the next message may have come already.
  exports.servePlugin(port, () => {
    if (keepIn === undefined) return;
    const cache = new CodeCache(keepIn);
    for (const each of newCode()) cache.write(each);
  });
});
