export { createProject, type NewProject } from "./create-project.ts";
export { parseProjectName } from "./project-name.ts";
export { templateLanguages } from "./project-template.ts";
export { checkFolder } from "./write-project.ts";
