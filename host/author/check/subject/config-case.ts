import { parse, stringify } from "yaml";
import type { ConfigType, PluginConfig } from "../../../contract/index.ts";

/** A config that a user may write by mistake. */
export interface ConfigCase {
  readonly id: string;
  /** For people: what it is. */
  readonly sent: string;
  readonly config: PluginConfig;
}

const hugeBytes = 1024 * 1024;
const unknownKey = "spandock_check_unknown_key";

/** Every config that the checks try, by the check that it belongs to; made from the config that the plugin takes. */
export function configCases(good: PluginConfig): Readonly<Record<ConfigCheckId, readonly ConfigCase[]>> {
  const content = contentOf(good);
  const map = typeof content === "object" && content !== null && !Array.isArray(content) ? content : {};
  const text = (id: string, sent: string, blob: string | Uint8Array, type: ConfigType = "yaml") => ({
    id,
    sent,
    config: { blob: typeof blob === "string" ? new TextEncoder().encode(blob) : blob, type },
  });
  const wrongValues = Object.fromEntries(Object.keys(map).map((key) => [key, { unexpected: [true, null] }]));
  const invalid = Uint8Array.of(0x61, 0x3a, 0x20, 0xff, 0xfe, 0xc3, 0x28, 0x80, 0x0a);
  return {
    "config-empty": [text("empty", "an empty blob (yaml)", "")],
    "config-wrong-type": [text("untyped", "its own config, with the type unknown", good.blob, "unknown")],
    "config-json": [
      text("json", "its own config as JSON (json)", JSON.stringify(map), "json"),
      text("json-broken", 'JSON that ends too early: {"a": (json)', '{"a":', "json"),
    ],
    "config-wrong-shape": [
      text("scalar", "a text where a map is expected: just a text (yaml)", "just a text\n"),
      text("list", "a list where a map is expected: [1, 2] (yaml)", "[1, 2]\n"),
      text("broken", "broken YAML: a: [ (yaml)", "a: [\n"),
      text("values", "its own keys, each with a map as its value (yaml)", stringify(wrongValues)),
    ],
    "config-unknown-keys": [
      text(
        "unknown-key",
        `its own config and the key ${unknownKey} (yaml)`,
        stringify({ ...map, [unknownKey]: 1 }),
      ),
    ],
    "config-huge": [
      text(
        "huge",
        "its own config and a key with a text of 1 MiB (yaml)",
        stringify({ ...map, spandock_check_huge: "x".repeat(hugeBytes) }, { lineWidth: 0 }),
      ),
    ],
    "config-not-utf8": [
      text("not-utf8", "bytes that are no UTF-8: 61 3a 20 ff fe c3 28 80 0a (yaml)", invalid),
    ],
  };
}

export const configCheckIds = [
  "config-empty",
  "config-wrong-type",
  "config-json",
  "config-wrong-shape",
  "config-unknown-keys",
  "config-huge",
  "config-not-utf8",
] as const;
export type ConfigCheckId = (typeof configCheckIds)[number];

/** What a config says; an empty map when it is not YAML (nor JSON, which is YAML). */
function contentOf({ blob }: PluginConfig): unknown {
  try {
    return parse(Buffer.from(blob).toString()) ?? {};
  } catch {
    return {};
  }
}
