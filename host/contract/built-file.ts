/**
 * A file of the build, by its path under `host/`: worker threads and browsers run JavaScript only, and a bundle has the
 * code of many folders in one. Where the code runs as TypeScript, as in tests, that is the last build under `dist/`.
 */
export function builtFile(path: string): URL {
  const here = import.meta.url;
  const project = here.slice(0, here.lastIndexOf("/host/"));
  return new URL(here.endsWith(".ts") ? `${project}/dist/host/${path}` : `${project}/host/${path}`);
}
