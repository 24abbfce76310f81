// docs/guest-sdk.md, made of the SDK's sources.
import { groups as sdkGroups } from "./groups.mjs";
import { readApi } from "./read-api.mjs";

const lineWidth = 120;

const preface = `# The guest SDK, symbol by symbol

<!-- Written by \`npm run docs:sdk\` from the sources of guest-sdk/assembly. Change it there. -->

A plugin in AssemblyScript exports a function \`traceExportersFromConfig(config: Config): ConfigResult\`, which reads the
user's config with the getters of \`ConfigValue\` and answers with one \`TraceExporter\` for each destination; and, if it
has something to finish, \`stop(): string | null\`. For every batch the agent calls each exporter, which gets the spans by
resource (\`exportSpanData(node, spans)\`) or the batch as it is (\`exportSpans(batch)\`), reads them through views, puts
them into a \`JsonWriter\` or passes the bytes on, hands them to a \`File\` or an \`HttpRequest\`, and says with an
\`Outcome\` what became of them. [write-a-plugin.md](write-a-plugin.md) tells how to start; this page is to look things up.

    import { Config, ConfigResult, Outcome, TraceExporter } from "@spandock/guest-sdk";

Types are AssemblyScript's: \`i32\`, \`u64\`, \`f64\` and so on are numbers of so many bits, \`bool\` is true or false, \`usize\`
is an address. What is marked \`@operator("[]")\` is also written \`spans[i]\`. Errors are values, never exceptions: where
this page says that a call aborts, the agent reports why, and makes the plugin anew.`;

/**
 * The whole page. Throws when a symbol stands in no group or in several, and when one has no doc comment.
 *
 * @param {URL} folder `assembly/`, with a slash at its end
 * @param {readonly { title: string, intro: string, names: readonly string[] }[]} [groups]
 * @returns {string}
 */
export function apiPage(folder, groups = sdkGroups) {
  const symbols = new Map(readApi(folder).map((symbol) => [symbol.name, symbol]));
  const problems = [...misplaced(symbols, groups), ...undocumented(symbols.values())];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const anchorOf = anchors(groups.flatMap(({ title, names }) => [title, ...names]));
  const contents = groups.map(({ title, names }) => {
    const links = names.map((name) => `[${name}](#${anchorOf(name)})`).join(" · ");
    return `| [${title}](#${anchorOf(title)}) | ${links} |`;
  });
  const parts = groups.map(({ title, intro, names }) => {
    const shown = names.map((name) => formatSymbol(symbols.get(name), anchorOf));
    return [`## ${title}`, wrap(intro), ...shown].join("\n\n");
  });
  const table = ["| to | there is |", "|---|---|", ...contents].join("\n");
  return `${[preface, table, ...parts].join("\n\n")}\n`;
}

function misplaced(symbols, groups) {
  const placed = groups.flatMap(({ names }) => names);
  return [
    ...[...symbols.keys()]
      .filter((name) => !placed.includes(name))
      .map((name) => `${name}: in no group of groups.mjs`),
    ...placed.filter((name) => !symbols.has(name)).map((name) => `${name}: in groups.mjs, but not exported`),
    ...placed
      .filter((name, index) => placed.indexOf(name) < index)
      .map((name) => `${name}: twice in groups.mjs`),
  ];
}

function undocumented(symbols) {
  return [...symbols].flatMap(({ name, doc, members }) => [
    ...(doc === "" ? [`${name}: no doc comment`] : []),
    ...members
      .filter((member) => member.doc === "")
      .map((member) => `${name}.${member.name}: no doc comment`),
  ]);
}

function formatSymbol({ name, signature, doc, members }, anchorOf) {
  const base = signature.match(/ extends (\w+)(?:<\w+>)?$/)?.[1];
  return [
    `### ${name}`,
    `\`${signature}\``,
    formatDoc(doc),
    ...(base ? [`Has the members of [${base}](#${anchorOf(base)}) too.`] : []),
    ...(members.length > 0 ? [members.map(formatMember).join("\n")] : []),
  ].join("\n\n");
}

function formatMember({ signature, doc }) {
  return wrap(`- \`${signature}\`: ${doc}`, "  ");
}

/** Code blocks stay as they are; paragraphs are filled anew, since they were as narrow as their comment. */
function formatDoc(doc) {
  return doc
    .split(/(```\w*\n[\s\S]*?```)/)
    .flatMap((part) =>
      part.startsWith("```")
        ? [part]
        : part
            .trim()
            .split(/\n{2,}/)
            .map((text) => wrap(text)),
    )
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Fills lines up to their width; those behind the first begin with `indent`. */
function wrap(text, indent = "") {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= lineWidth) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(indent + word);
  }
  return lines.join("\n");
}

/** The fragment that GitHub gives each of these headings: the second of the same letters ends in `-1`. */
function anchors(headings) {
  const known = new Map();
  const counts = new Map();
  for (const heading of headings) {
    const slug = heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-");
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    known.set(heading, count === 0 ? slug : `${slug}-${count}`);
  }
  return (heading) => known.get(heading);
}
