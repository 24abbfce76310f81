/**
 * author: the kit of those who write plugins: start a project, build it with its language's own tools, check and
 * measure what came out. It runs compilers and, through the room plugins, guests. The agent never imports it: an
 * agent in production has none of this loaded.
 */
export * from "./bench/index.ts";
export { type BuildResult, buildProject, projectToolchain, toolsMissing } from "./build-project.ts";
export * from "./check/index.ts";
export * from "./dev/index.ts";
export * from "./scaffold/index.ts";
export * from "./toolchains/index.ts";
