/** One file of a cache entry, and the digest that its content must have. */
interface ManifestFile {
  readonly file: string;
  readonly digest: string;
}

/**
 * `manifest.json` of a cache entry. The entry's other files are named in it, each with its digest; `key` repeats
 * what the entry was made from, so that an entry under a wrong name is not taken.
 */
export interface CacheManifest {
  readonly key: string;
  readonly imports: readonly string[];
  readonly source: ManifestFile;
  readonly coreModules: readonly (ManifestFile & { readonly name: string })[];
}

/** Reads a manifest; undefined when it is not one, whatever the reason. */
export function parseManifest(bytes: Uint8Array): CacheManifest | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as Partial<CacheManifest> | null;
    const whole =
      isText(value?.key) &&
      Array.isArray(value.imports) &&
      value.imports.every(isText) &&
      isFile(value.source) &&
      Array.isArray(value.coreModules) &&
      value.coreModules.every((module) => isFile(module) && isText(module.name));
    return whole ? (value as CacheManifest) : undefined;
  } catch {
    return undefined;
  }
}

/** Every file that the manifest vouches for. */
export function allFiles({ source, coreModules }: CacheManifest): readonly ManifestFile[] {
  return [source, ...coreModules];
}

const isText = (value: unknown): value is string => typeof value === "string";

/** A plain name: the entry's own directory is the only place that is read. */
function isFile(value: ManifestFile | undefined): boolean {
  return isText(value?.file) && /^[a-z0-9-]+\.(js|wasm)$/.test(value.file) && isText(value.digest);
}
