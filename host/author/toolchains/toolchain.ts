import type { ToolRunner } from "./tool-runner.ts";

/** The languages that a plugin can be started and built in, as `--lang` names them. */
export const languages = ["as", "ts", "rust", "go", "c", "python"] as const;
export type Language = (typeof languages)[number];

/** A program that a build needs. */
export interface Tool {
  readonly name: string;
  /** As it tells its own; undefined when it is not there. */
  readonly version?: string | undefined;
  /** The command that installs it, for people. */
  readonly install: string;
  /** It comes with what the project itself installs, so nobody has to have it before. */
  readonly isProjectDependency?: true;
}

/** Where a build happens, and how it runs programs. */
export interface BuildContext {
  /** The project's folder, absolute. */
  readonly folder: string;
  readonly tools: ToolRunner;
  /** Told each command before it runs, as one would type it. */
  readonly onCommand: (text: string) => void;
  /** Told what the commands say while they run, in pieces as they come; without it, an error tells. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Ends the command that runs, with everything that it started. */
  readonly signal?: AbortSignal | undefined;
}

/** How one language becomes a plugin. */
export interface Toolchain {
  readonly language: Language;
  /** As people call it. */
  readonly title: string;
  /** Whether this folder holds a project of this language, by its manifest alone. */
  matches(folder: string): boolean;
  /** Every program that a build needs, found or not. */
  findTools(context: Pick<BuildContext, "folder" | "tools">): Promise<readonly Tool[]>;
  /**
   * Builds the project, and resolves with the path of the component it wrote, inside the folder's `build/`.
   *
   * @throws SpandockError PLUGIN_BUILD_FAILED with what the compiler said
   */
  build(context: BuildContext): Promise<string>;
}
