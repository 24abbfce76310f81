// The parser drops comments: they are found in the text before a declaration.

/** What may stand between a doc comment and the place where the parser lets a declaration begin. */
const modifiers = /(?:\b(?:export|public|static|readonly|abstract)\s+)*$/;

/**
 * The text of the doc comment of a declaration, without its stars; "" when there is none.
 *
 * @returns {string}
 */
export function docOf({ range }) {
  const before = range.source.text.slice(0, range.start).replace(modifiers, "").trimEnd();
  if (!before.endsWith("*/")) return "";
  const comment = before.slice(before.lastIndexOf("/*"));
  if (!comment.startsWith("/**")) return "";
  return comment
    .slice(3, -2)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}

/** Whether the comment says that a member is the SDK's own, and no author's. */
export function isInternal(doc) {
  return doc.startsWith("@internal");
}
