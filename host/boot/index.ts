/**
 * boot: how the programs of the build start fast: their code from V8's code cache, and threads of plugins that boot
 * before there is a plugin for them. It must not know what those programs do, and it loads nothing that they could
 * load later.
 */
export { CodeCache } from "./code-cache.ts";
export { loadProgram, type Program } from "./load-program.ts";
export { type PluginThreadProgram, PluginThreads } from "./plugin-threads.ts";
export { readProgramFile } from "./read-program-file.ts";
export { readRegularFile } from "./read-regular-file.ts";
export { whyNotTrusted } from "./why-not-trusted.ts";
