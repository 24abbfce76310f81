import { readFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type as typeOfSystem } from "node:os";
import { join } from "node:path";

/** Where and with what figures were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Of packages whose code is measured, by their short names. */
  readonly versions: Readonly<Record<string, string>>;
}

const measured = {
  spandock: "package.json",
  asc: "node_modules/assemblyscript/package.json",
  jco: "node_modules/@bytecodealliance/jco/package.json",
  "jco-transpile": "node_modules/@bytecodealliance/jco-transpile/package.json",
} as const;

/** `root` is the checkout's folder, whose packages are used; `others` are versions of what is no package of it. */
export function describeMachine(root: string, others: Readonly<Record<string, string>> = {}): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown CPU",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: [distribution(), `${typeOfSystem()} ${/^[\d.]*\d/.exec(release())?.[0] ?? release()}`]
      .filter((part) => part !== undefined)
      .join(", "),
    node: process.versions.node,
    versions: {
      ...Object.fromEntries(
        Object.entries(measured).map(([name, file]) => [name, versionIn(join(root, file))]),
      ),
      ...others,
    },
  };
}

/** So many letters fit under a chart. */
const lineLetters = 135;

/** For people: the machine, and as many lines of versions as they need. */
export function machineLines(machine: Machine, date: string): readonly string[] {
  const gibibytes = Math.round(machine.memoryBytes / 1024 ** 3);
  const lines = [`Node ${machine.node}`];
  for (const [name, version] of Object.entries(machine.versions)) {
    const longer = `${lines.at(-1)}, ${name} ${version}`;
    if (longer.length > lineLetters) lines.push(`${name} ${version}`);
    else lines[lines.length - 1] = longer;
  }
  return [
    `${machine.cpu}, ${machine.cores} cores, ${gibibytes} GiB · ${machine.system} · ${date.slice(0, 10)}`,
    ...lines,
  ];
}

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** Linux only: https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
function distribution(): string | undefined {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
