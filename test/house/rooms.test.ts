import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const host = join(root, "host");
const templates = join(host, "author", "templates") + sep;

/** Who may import whom; `agent` and `main` stand for the files beside the rooms. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  boot: ["contract"],
  config: ["contract"],
  sandbox: ["boot", "contract"],
  plugins: ["boot", "contract", "sandbox"],
  otlp: [],
  pipeline: ["contract"],
  receivers: ["contract", "otlp"],
  telemetry: ["contract"],
  admin: ["contract"],
  agent: ["contract", "config", "sandbox", "plugins", "pipeline", "receivers", "telemetry", "admin"],
  embed: ["contract", "otlp", "plugins"],
  author: ["agent", "contract", "config", "otlp", "plugins", "sandbox"],
  cli: ["agent", "author", "boot", "contract", "config", "plugins"],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return (
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(ts|js|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.includes(`${sep}node_modules${sep}`) && !file.includes(`${sep}build${sep}`))
      // Projects of others to be, whose names are filled in later.
      .filter((file) => !file.startsWith(templates))
  );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const specifiers = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)"(\.[^"]+)"/g);
  return [...specifiers].map(([, to]) => ({ from: file, to: resolve(dirname(file), to!) }));
}

const roomOf = (file: string) => relative(host, file).split(sep)[0]!.replace(/\.ts$/, "");
const shown = (file: string) => relative(root, file);
const hostImports = sources(host).flatMap(importsOf);

describe("the rooms of host/", () => {
  it("are all named in the table of arrows", () => {
    expect(
      sources(host)
        .map(roomOf)
        .filter((room) => !(room in mayImport)),
    ).toEqual([]);
  });

  it("import only the rooms they may", () => {
    const wrong = hostImports.filter(({ from, to }) => {
      const [a, b] = [roomOf(from), roomOf(to)];
      return a !== b && !mayImport[a]?.includes(b);
    });
    expect(wrong.map(({ from, to }) => `${shown(from)} imports ${shown(to)}`)).toEqual([]);
  });

  it("are entered through their index.ts", () => {
    const wrong = hostImports.filter(({ from, to }) => {
      const room = roomOf(to);
      return room !== roomOf(from) && ![join(host, room, "index.ts"), join(host, `${room}.ts`)].includes(to);
    });
    expect(wrong.map(({ from, to }) => `${shown(from)} imports ${shown(to)}`)).toEqual([]);
  });

  it("open their index.ts with their purpose in 3 to 6 lines", () => {
    for (const room of Object.keys(mayImport).filter((name) => name !== "agent" && name !== "cli")) {
      const [comment] = /^\/\*\*[\s\S]*?\*\//.exec(readFileSync(join(host, room, "index.ts"), "utf8")) ?? [
        "",
      ];
      const lines = comment.split("\n").length;
      expect(lines, `${room}/index.ts`).toBeGreaterThanOrEqual(3);
      expect(lines, `${room}/index.ts`).toBeLessThanOrEqual(8);
    }
  });

  it("hold no cycle of imports between files", () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of hostImports) graph.set(from, [...(graph.get(from) ?? []), to]);
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].map(shown).join(" → "));
      if (path.includes(file) || done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe("beside host/", () => {
  it.each(["guest-sdk", "examples"])("%s imports nothing of host/", (folder) => {
    const wrong = sources(join(root, folder)).flatMap(importsOf);
    expect(wrong.filter(({ to }) => to.startsWith(host)).map(({ from }) => shown(from))).toEqual([]);
  });

  it("files are named in kebab-case and stay under 250 lines", () => {
    const all = ["host", "guest-sdk", "examples", "bench", "test"].flatMap((folder) =>
      sources(join(root, folder)),
    );
    const code = all.filter((file) => !file.endsWith(".d.ts") && !file.includes(`${sep}generated${sep}`));
    expect(
      code.filter((file) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(file.split(sep).at(-1)!)).map(shown),
    ).toEqual([]);
    const long = code.filter((file) => readFileSync(file, "utf8").split("\n").length > 251);
    expect(long.map(shown)).toEqual([]);
  });
});
