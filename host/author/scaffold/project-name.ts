import { SpandockError } from "../../contract/index.ts";

/** A project's name as the package managers and compilers of every language take it. */
export interface ProjectName {
  /** `my-exporter` */
  readonly name: string;
  /** `my_exporter`, for what has to be an identifier. */
  readonly snakeName: string;
}

/** crates.io's limit, the shortest of the package registries'. */
const maxCharacters = 64;

/** Words that a compiler or package manager of one of the languages keeps for itself, when they are a whole name. */
const reserved = new Set(
  `alloc as async auto await bool break build case catch chan char class const continue core crate def default defer
  del deps do double dyn elif else enum except export extern false final finally float fn for from func function go
  goto if impl import in int interface is lambda let long loop main map match mod move mut new node-modules none
  nonlocal not null or package pass priv pub raise range return select self short signed sizeof spandock static std
  struct super switch target test this trait true try type typeof union unsafe use var vendor virtual void where while
  with yield`.split(/\s+/),
);

/** @throws SpandockError PLUGIN_NAME_INVALID with a name that would do, where there is one */
export function parseProjectName(text: string): ProjectName {
  const problem = problemOf(text);
  if (problem === undefined) return { name: text, snakeName: text.replaceAll("-", "_") };
  const near = nearestName(text);
  throw new SpandockError("PLUGIN_NAME_INVALID", {
    message: `"${text}" can't be a plugin's name: ${problem}`,
    ...(near === undefined ? {} : { fix: `Take another name, such as ${near}.` }),
  });
}

function problemOf(text: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text)) {
    return "expected lower-case letters and digits in words joined by single hyphens, a letter first";
  }
  if (text.length > maxCharacters) return `it has ${text.length} characters, ${maxCharacters} are allowed`;
  if (reserved.has(text)) return "compilers or package managers keep this word for themselves";
  return undefined;
}

function nearestName(text: string): string | undefined {
  const words = text.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  const kebab = words
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, maxCharacters)
    .replace(/-+$/, "");
  return [kebab, `${kebab}-exporter`].find((name) => problemOf(name) === undefined);
}
