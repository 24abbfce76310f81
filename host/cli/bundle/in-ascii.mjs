/**
 * JavaScript with escapes for what is not ASCII. Such a file is read without being decoded, and V8 keeps one byte a
 * character of it.
 *
 * @param {string} code without comments and tagged templates that hold others: an escape means its character there not
 * @returns {string} code that does the same
 */
export function inAscii(code) {
  return code.replace(/[\u0080-\uffff]/g, escaped);
}

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
