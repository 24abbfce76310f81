import { cutText } from "./cut-text.ts";

/** Control characters but newline and tab, line separators, and what turns the direction of writing. */
const unshowable = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const controlPictures = 0x2400;
const deletePicture = "\u2421";

/**
 * A text of a guest, fit for a log or a terminal: at most `maxBytes` and a note of what was cut; control characters
 * stand as their pictures (␛ for escape), since a terminal would obey them; lines after the first are indented, so that
 * none passes for a line of the agent's own.
 */
export function guestText(text: string, maxBytes: number): string {
  const cut = cutText(text, maxBytes);
  const shown = cut.replace(unshowable, pictureOf).replaceAll("\n", "\n    ");
  return shown === cut ? cut : cutText(shown, maxBytes);
}

function pictureOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(controlPictures + code);
  return code === 0x7f ? deletePicture : "\ufffd";
}
