/**
 * Where a worker thread's compiled entry lies. Worker threads run JavaScript only: when this file runs as
 * TypeScript (tests), the entry is taken from the last build under `dist/`.
 *
 * @param moduleUrl `import.meta.url` of the asking module, somewhere under `host/`.
 * @param entry Path of the entry relative to that module, without ending: `./compile-worker`.
 */
export function workerEntry(moduleUrl: string, entry: string): URL {
  const beside = new URL(`${entry}.js`, moduleUrl);
  if (!moduleUrl.endsWith(".ts")) return beside;
  const host = beside.href.lastIndexOf("/host/");
  return new URL(`${beside.href.slice(0, host)}/dist${beside.href.slice(host)}`);
}
