import { parse } from "yaml";

/** What the user may write under `config`. */
export interface Settings {
  /** Stands before each line. */
  readonly prefix: string;
}

/** Reads the config, YAML or JSON; or says what is wrong with it, and where. */
export function parseSettings(text: string, type: string): Settings | { readonly refused: string } {
  let config: unknown;
  try {
    config = (type === "json" && text !== "" ? JSON.parse(text) : parse(text)) ?? {};
  } catch (error) {
    return { refused: `config: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof config !== "object" || Array.isArray(config)) return { refused: "config: expected a mapping" };
  const { prefix = "span", ...unknown } = config as Record<string, unknown>;
  const [key] = Object.keys(unknown);
  if (key !== undefined) return { refused: `${key}: unknown key; expected prefix` };
  if (typeof prefix !== "string")
    return { refused: `prefix: expected a text, found ${JSON.stringify(prefix)}` };
  return { prefix };
}
