import type { Item } from "../../sandbox/index.ts";

/** What imports of WASI amount to for an operator. */
export type CapabilityName =
  | "files"
  | "http"
  | "env"
  | "sockets"
  | "stdio"
  | "clocks"
  | "random"
  | "exit"
  | "io"
  | "contract"
  | "other";

export interface Capability {
  readonly name: CapabilityName;
  /** Whether the config has to grant it, every plugin has it, or none ever gets it. */
  readonly granted: "by-config" | "always" | "never";
  /** The key under the exporter that grants it. */
  readonly configKey?: string;
  /** The imports that ask for it, by their full names. */
  readonly imports: readonly string[];
}

type Rule = Omit<Capability, "imports"> & {
  readonly matches: (name: string, functions: readonly string[]) => boolean;
};

/** First match wins; the last one takes what is left. */
const rules: readonly Rule[] = [
  {
    name: "files",
    granted: "by-config",
    configKey: "permissions.directories",
    matches: startsWith("wasi:filesystem/"),
  },
  { name: "http", granted: "by-config", configKey: "permissions.http", matches: startsWith("wasi:http/") },
  {
    name: "env",
    granted: "by-config",
    configKey: "permissions.env",
    matches: (name, functions) =>
      name.startsWith("wasi:cli/environment@") && functions.includes("get-environment"),
  },
  { name: "sockets", granted: "never", matches: startsWith("wasi:sockets/") },
  {
    name: "stdio",
    granted: "always",
    matches: startsWith("wasi:cli/std", "wasi:cli/terminal", "wasi:cli/environment@"),
  },
  { name: "exit", granted: "always", matches: startsWith("wasi:cli/exit@") },
  { name: "clocks", granted: "always", matches: startsWith("wasi:clocks/") },
  { name: "random", granted: "always", matches: startsWith("wasi:random/") },
  { name: "io", granted: "always", matches: startsWith("wasi:io/") },
  { name: "contract", granted: "always", matches: startsWith("spandock:") },
  { name: "other", granted: "never", matches: () => true },
];

/**
 * Groups a plugin's imports by what they let it do. An interface of which only types are imported, as toolchains do
 * for types that another interface uses, asks for nothing.
 */
export function groupCapabilities(imports: ReadonlyMap<string, Item>): Capability[] {
  const groups = new Map<Rule, string[]>();
  for (const [name, item] of imports) {
    const functions = functionsOf(item);
    if (item.kind === "instance" && functions.length === 0) continue;
    const rule = rules.find(({ matches }) => matches(name, functions))!;
    const names = groups.get(rule);
    if (names === undefined) groups.set(rule, [name]);
    else names.push(name);
  }
  return rules.flatMap((rule) => {
    const { matches, ...capability } = rule;
    const names = groups.get(rule);
    return names === undefined ? [] : [{ ...capability, imports: names }];
  });
}

function functionsOf(item: Item): string[] {
  if (item.kind !== "instance") return [];
  return [...item.items].flatMap(([name, { kind }]) => (kind === "function" ? [name] : []));
}

function startsWith(...prefixes: readonly string[]): (name: string) => boolean {
  return (name) => prefixes.some((prefix) => name.startsWith(prefix));
}
