/** A use of a capability that was refused, in words for the operator. */
export interface DeniedUse {
  /** What the guest asked for, for example `open /etc/passwd`. Names come from the guest, cut and made printable. */
  readonly asked: string;
  /** The line of the config that would grant it; absent when nothing grants it. */
  readonly grant?: string;
}

/** Called once for each refused use; the callee limits the rate. */
export type OnDenied = (use: DeniedUse) => void;

const maxNameLength = 256;

/** A name that the guest chose, fit for one line of a log: control characters escaped, long ones cut. */
export function printable(name: string): string {
  const cut = name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name;
  return cut.replace(/\p{C}|\p{Zl}|\p{Zp}/gu, (character) => {
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}
