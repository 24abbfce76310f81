/**
 * Reads where a guest may send requests: `http://host[:port]` or `https://host[:port]` and nothing behind it. Answers
 * `scheme://host:port` in lower case, with the scheme's own port where none was written; undefined when it is none.
 */
export function parseOrigin(text: string): string | undefined {
  const match =
    /^(https?):\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?)(?::(\d{1,5}))?\/?$/i.exec(text);
  if (!match || !URL.canParse(text)) return undefined;
  // URL leaves out a port that is the scheme's own, and writes addresses in their one canonical form.
  const { protocol, hostname, port } = new URL(text);
  if (match[2] !== undefined && Number(match[2]) === 0) return undefined;
  return `${protocol}//${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}
