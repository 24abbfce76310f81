const encoder = new TextEncoder();

/**
 * At most `maxBytes` of a text in UTF-8, cut between characters, with a note of what is missing. For texts that a
 * guest hands over: an `err` may be as long as its memory.
 */
export function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(maxBytes));
  return `${text.slice(0, read)}… (cut: ${bytes} bytes)`;
}
