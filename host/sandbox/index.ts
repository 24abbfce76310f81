/**
 * sandbox: the only room that knows WebAssembly: reading components, capping memory, compiling and caching,
 * instantiating with the contract's imports and WASI. It must not know the life of a plugin (workers, restarts,
 * deadlines: that is the room plugins), nor anything of the pipeline.
 */
export * from "./component/index.ts";
export * from "./core-module/index.ts";
export * from "./runtime/index.ts";
export * from "./wasi/index.ts";
