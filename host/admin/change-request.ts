import type { ReloadOptions } from "../contract/index.ts";
import { RequestRefused } from "./request-refused.ts";

const kinds = {
  entry: { expected: "a map, or a text in YAML or JSON", fits: isEntry },
  persist: { expected: "true or false", fits: (value: unknown) => typeof value === "boolean" },
  canaryShare: {
    expected: "a number between 0 and 1",
    fits: (value: unknown) => typeof value === "number" && value > 0 && value < 1,
  },
} as const;

type Key = keyof typeof kinds;

/**
 * Reads the JSON body of a change; nothing at all is an empty map. An `entry` that came as a map is made text.
 *
 * @throws RequestRefused 400 that names the key
 */
export function parseChangeRequest(body: Uint8Array, keys: readonly Key[]): ReloadOptions {
  if (body.length === 0) return {};
  const read = parseJson(body);
  if (!isMap(read)) throw new RequestRefused(400, `expected a map in JSON, found ${shown(read)}`);
  const request: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(read)) {
    const known = keys.find((each) => each === key);
    if (known === undefined) {
      const expected = `expected one of the keys ${keys.join(", ")}`;
      throw new RequestRefused(400, `${expected}, found the unknown key ${JSON.stringify(key)}`);
    }
    const { expected, fits } = kinds[known];
    if (!fits(value)) throw new RequestRefused(400, `${key}: expected ${expected}, found ${shown(value)}`);
    request[known] = isMap(value) ? JSON.stringify(value) : value;
  }
  return request as ReloadOptions;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RequestRefused(400, `the body is not JSON in UTF-8: ${reason}`);
  }
}

function isEntry(value: unknown): boolean {
  return typeof value === "string" || isMap(value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const shown = (value: unknown) => JSON.stringify(value).slice(0, 60);
