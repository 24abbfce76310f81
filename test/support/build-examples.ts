import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

/** What `npm run build:examples` says of one project. */
export interface BuiltExample {
  readonly folder: string;
  readonly status: "built" | "skipped";
  readonly component?: string;
  /** When it was skipped. */
  readonly missing?: readonly { readonly name: string; readonly install: string }[];
}

declare module "vitest" {
  interface ProvidedContext {
    /** By folder name, such as `files-exporter-go`. */
    examples: Readonly<Record<string, BuiltExample>>;
  }
}

/** Builds the examples by the command that users run, once for all tests of languages. */
export default function buildExamples(project: TestProject): void {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const { status, stdout } = spawnSync("npm", ["run", "--silent", "build:examples", "--", "--json"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...project.config.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`npm run build:examples ended with ${status}; its errors stand above`);
  const { projects } = JSON.parse(stdout) as { projects: BuiltExample[] };
  project.provide("examples", Object.fromEntries(projects.map((each) => [basename(each.folder), each])));
}
