/** What a person lets a new plugin do; a part that is undefined was not allowed. */
export interface Consent {
  readonly files?: readonly DirectoryRow[];
  readonly http?: string;
  readonly env?: string;
}

export interface DirectoryRow {
  readonly guestPath: string;
  readonly hostPath: string;
  readonly access: "read" | "write";
}

export interface NewExporter {
  readonly file: string;
  readonly digest: string;
  /** Whether it imports anything that the config would have to grant. */
  readonly wantsPermissions: boolean;
  readonly consent: Consent;
  /** YAML, as it was typed. */
  readonly config: string;
}

/**
 * What stands under the exporter's name in the config file. JSON texts are YAML, too; the config is moved in, so that
 * the plugin gets it as it was typed. The digest makes sure that what runs is what was shown.
 */
export function composeEntry({ file, digest, wantsPermissions, consent, config }: NewExporter): string {
  const lines = [`plugin: ${JSON.stringify(file)}`, `digest: ${digest}`];
  if (wantsPermissions) lines.push(`permissions: ${JSON.stringify(permissionsOf(consent))}`);
  if (config.trim() !== "") lines.push("config:", ...config.trimEnd().split(/\r?\n/).map(indent));
  return `${lines.join("\n")}\n`;
}

/** In the config's words. Rows that nothing was written into are left out. */
export function permissionsOf({ files = [], http = "", env = "" }: Consent): object {
  const directories = files
    .filter(({ guestPath, hostPath }) => guestPath.trim() !== "" || hostPath.trim() !== "")
    .map(({ guestPath, hostPath, access }) => [guestPath.trim(), { path: hostPath.trim(), access }]);
  const [origins, names] = [wordsOf(http), wordsOf(env)];
  return {
    ...(directories.length > 0 && { directories: Object.fromEntries(directories) }),
    ...(origins.length > 0 && { http: origins }),
    ...(names.length > 0 && { env: names }),
  };
}

export const isEmpty = (consent: Consent): boolean => Object.keys(permissionsOf(consent)).length === 0;

/** A name for the exporter, from that of the file. */
export const nameOf = (fileName: string): string => fileName.replace(/\.wasm$/i, "").trim() || "exporter";

const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== "");
const indent = (line: string) => (line === "" ? "" : `  ${line}`);
