/** One file of a project, by its path inside the folder, with `/` between its parts. */
export interface ProjectFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Whether it may be run, as a script. */
  readonly isExecutable: boolean;
}

/** What stands for `{{name}}`, by name. */
export type TemplateValues = Readonly<Record<string, string>>;

/**
 * Fills a template's placeholders in texts and in paths. `{{…}}` that are none of `values` stay, since some languages
 * write them; a file that is no UTF-8 stays as it is. `_gitignore` becomes `.gitignore`: npm leaves files of that
 * name out of packages, or reads them as rules of its own.
 */
export function fillTemplate(files: readonly ProjectFile[], values: TemplateValues): readonly ProjectFile[] {
  return files.map(({ path, bytes, isExecutable }) => ({
    path: fill(path, values).replace(/(^|\/)_gitignore$/, "$1.gitignore"),
    bytes: fillBytes(bytes, values),
    isExecutable,
  }));
}

function fillBytes(bytes: Uint8Array, values: TemplateValues): Uint8Array {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
  return new TextEncoder().encode(fill(text, values));
}

const fill = (text: string, values: TemplateValues): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : whole,
  );
