import { parentPort } from "node:worker_threads";
import { loadProgram, type PluginThreadProgram } from "../../boot/index.ts";

// Little code, for each thread compiles it anew: the rest comes with what V8 made of it.
const port = parentPort!;
port.once("message", ({ file, program, keepIn }: PluginThreadProgram) => {
  const { exports, newCode } = loadProgram<typeof import("./serve-plugin.ts")>({ file, read: () => program });
  // It listens before this returns: the next message may have come already.
  exports.servePlugin(port, { newCode, keepIn });
});
