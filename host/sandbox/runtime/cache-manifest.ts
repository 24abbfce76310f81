import * as v from "valibot";

/**
 * `manifest.json` of a cache entry. The entry's other files are named in it, each with its digest; `key` repeats
 * what the entry was made from, so that an entry under a wrong name is not taken.
 */
const manifestSchema = v.strictObject({
  key: v.string(),
  imports: v.array(v.string()),
  source: v.strictObject({ file: v.string(), digest: v.string() }),
  coreModules: v.array(v.strictObject({ name: v.string(), file: v.string(), digest: v.string() })),
});

export type CacheManifest = v.InferOutput<typeof manifestSchema>;

/** Reads a manifest; undefined when it is not one, whatever the reason. */
export function parseManifest(bytes: Uint8Array): CacheManifest | undefined {
  try {
    const { success, output } = v.safeParse(manifestSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return success && allFiles(output).every(({ file }) => /^[a-z0-9-]+\.(js|wasm)$/.test(file))
      ? output
      : undefined;
  } catch {
    return undefined;
  }
}

/** Every file that the manifest vouches for. */
export function allFiles({
  source,
  coreModules,
}: CacheManifest): readonly { file: string; digest: string }[] {
  return [source, ...coreModules];
}
