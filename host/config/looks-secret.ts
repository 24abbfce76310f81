const secretKey =
  /pass(?:word|wd|phrase)?s?$|secret|token|credential|api[-_]?key|private[-_]?key|authorization|cookie/i;

/** Whether the last key of a path, such as `exporters.files.config.api_key`, names something to be kept secret. */
export function looksSecret(path: string): boolean {
  const key =
    path
      .replace(/(?:\[\d+\])+$/, "")
      .split(".")
      .at(-1) ?? "";
  return secretKey.test(key);
}
