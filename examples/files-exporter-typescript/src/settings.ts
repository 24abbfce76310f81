import { parse } from "yaml";

/** What the user writes under `config`. */
export interface Settings {
  /** Absolute paths of the files that get every span; at least one. */
  readonly filePaths: readonly string[];
}

export interface Refusal {
  readonly refused: string;
}

const knownKeys = ["file_paths"];
const maxShownLength = 80;

/** Reads the config; or says everything that is wrong with it, one problem a line, each with its path. */
export function parseSettings(text: string, type: string): Settings | Refusal {
  if (type !== "yaml") {
    return { refused: `Only parsing configs of YAML type, got ${type === "json" ? "JSON" : type}` };
  }
  let config: unknown;
  try {
    config = parse(text) ?? {};
  } catch (error) {
    return { refused: `config: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isMapping(config)) return { refused: `config: expected a mapping, found ${described(config)}` };
  const unknownKeys = Object.keys(config).filter((key) => !knownKeys.includes(key));
  const problems = unknownKeys.map((key) => `${key}: unknown key; expected ${knownKeys.join(", ")}`);
  const filePaths = textsOf(config.file_paths ?? [], "file_paths", problems);
  if (problems.length > 0) return { refused: problems.join("\n") };
  return filePaths.length > 0 ? { filePaths } : { refused: "No parsed filepaths" };
}

function textsOf(value: unknown, path: string, problems: string[]): string[] {
  if (!Array.isArray(value)) {
    problems.push(`${path}: expected a list, found ${described(value)}`);
    return [];
  }
  return value.map((item: unknown, index) => {
    if (typeof item === "string") return item;
    if (item !== null) problems.push(`${path}[${index}]: expected a text, found ${described(item)}`);
    return "";
  });
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function described(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isMapping(value)) return "a mapping";
  if (typeof value !== "string") return String(value);
  return `the text ${value.length > maxShownLength ? `${value.slice(0, maxShownLength)}…` : value}`;
}
