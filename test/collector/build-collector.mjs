// Builds the OpenTelemetry Collector of main.go into build/collector/, unless that has been done for this very source.
// Modules come through the Go module proxy; the first build takes some minutes, since Go compiles all of them.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const source = fileURLToPath(new URL("./", import.meta.url));
const target = fileURLToPath(new URL("../../build/collector/", import.meta.url));

/** The version of Go on the PATH, or undefined. */
export function goVersion() {
  const { status, stdout } = spawnSync("go", ["version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

const program = `${target}collector`;
const note = `${target}source.sha256`;

function sourceDigest() {
  const digest = createHash("sha256");
  for (const file of ["main.go", "go.mod", "go.sum"]) digest.update(readFileSync(source + file));
  return digest.digest("hex");
}

/** The program's path where it has been built from this very source, else undefined. */
export function builtCollector() {
  const isBuilt = existsSync(program) && existsSync(note) && readFileSync(note, "utf8") === sourceDigest();
  return isBuilt ? program : undefined;
}

/** Builds what is missing and gives back the program's path. */
export function buildCollector() {
  if (builtCollector() !== undefined) return program;
  mkdirSync(target, { recursive: true });
  const args = ["build", "-trimpath", "-ldflags=-s -w", "-o", program, "."];
  const { status, stderr, error } = spawnSync("go", args, {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: "0" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`go ${args.join(" ")} failed: ${stderr ?? error?.message}`);
  writeFileSync(note, sourceDigest());
  return program;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(buildCollector());
