const maxShownLength = 120;

/** Names come from the file under test: in a message they must not forge lines, nor fill the screen. */
export function shownName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
  return plain.length > maxShownLength ? `${plain.slice(0, maxShownLength)}…` : plain;
}

const maxShownNames = 5;

/** A list for a message: the first few, and how many more there are. */
export function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, maxShownNames).map(shownName).join(", ");
  const more = names.length - maxShownNames;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
