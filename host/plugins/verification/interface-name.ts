/** The parts of an import's or export's name: `spandock:exporter/log@1.0.0`. */
export interface InterfaceName {
  /** `spandock:exporter` */
  readonly package: string;
  /** `log` */
  readonly interface: string;
  /** Without it the package has no version. */
  readonly version?: string;
}

/** Undefined for a plain name, which belongs to no package. */
export function parseInterfaceName(name: string): InterfaceName | undefined {
  const match = /^([^/@:]+:[^/@]+)\/([^@]+)(?:@(.*))?$/s.exec(name);
  if (match === null) return undefined;
  const [, packageName, interfaceName, version] = match;
  return {
    package: packageName!,
    interface: interfaceName!,
    ...(version === undefined ? {} : { version }),
  };
}
