import type { Language } from "../toolchains/index.ts";
import { fillTemplate } from "./fill-template.ts";
import { parseProjectName } from "./project-name.ts";
import { projectTemplate } from "./project-template.ts";
import { writeProject } from "./write-project.ts";

export interface NewProject {
  /** Absolute path; not there yet, or empty. */
  readonly folder: string;
  /** In kebab-case, such as `my-exporter`. */
  readonly name: string;
  /** One of `templateLanguages()`. */
  readonly language: Language;
}

/**
 * Starts a project that builds as it is, and answers the paths of its files inside the folder.
 *
 * @throws SpandockError PLUGIN_NAME_INVALID, PLUGIN_FOLDER_UNUSABLE; nothing was written then
 */
export function createProject({ folder, name, language }: NewProject): readonly string[] {
  const { name: kebab, snakeName } = parseProjectName(name);
  const { files, values } = projectTemplate(language);
  const filled = fillTemplate(files, { ...values, name: kebab, snake_name: snakeName });
  writeProject(folder, filled);
  return filled.map(({ path }) => path);
}
