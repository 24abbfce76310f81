import { relative, resolve } from "node:path";
import { type BuildResult, buildProject, systemTools, toolsMissing } from "../../author/index.ts";
import { type SpandockError, SpandockErrors } from "../../contract/index.ts";
import { type Command, type CommandContext, exitCode, parseCommandLine, usageError } from "../command.ts";
import { errorsOf } from "../print-error.ts";
import { BuildOutput } from "./build-output.ts";
import { copyPlugin } from "./copy-plugin.ts";
import { type Interruption, interruption } from "./interruption.ts";

export const pluginBuildCommand: Command = {
  name: "build",
  usage: "plugin build [DIR…] [--out PATH] [--skip-missing] [--json]",
  summary:
    "builds the plugin in DIR (here, when none is named) with its language's own tools, and looks whether this agent takes it; --out copies it, --skip-missing goes on without tools that are not installed",
  async run(args, context) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: "string", short: "o" },
        "skip-missing": { type: "boolean" },
        json: { type: "boolean" },
      },
    });
    const folders = positionals.length === 0 ? ["."] : positionals;
    const { out, json: asJson = false, "skip-missing": skipMissing = false } = values;
    if (out !== undefined && folders.length > 1 && !/[/\\]$/.test(out)) {
      throw usageError(this, `--out of several projects is a directory, written with a slash: ${out}/`);
    }
    using interrupted = interruption();
    const options = { out, asJson, skipMissing, interrupted, ...context };
    const results: object[] = [];
    const errors: SpandockError[] = [];
    for (const folder of folders) {
      if (interrupted.first.aborted) break;
      try {
        results.push(await build(resolve(folder), options));
      } catch (error) {
        errors.push(...errorsOf(error));
      }
    }
    if (asJson) context.stdout.write(`${JSON.stringify({ projects: results }, null, 2)}\n`);
    if (interrupted.first.aborted) {
      context.stderr.write("interrupted\n");
      return exitCode.interrupted;
    }
    if (errors.length > 0) throw new SpandockErrors(errors);
    return exitCode.good;
  },
};

interface BuildOptions extends CommandContext {
  readonly out: string | undefined;
  readonly asJson: boolean;
  readonly skipMissing: boolean;
  readonly interrupted: Interruption;
}

/** Builds one project and says so; answers the same for a program. */
async function build(folder: string, options: BuildOptions): Promise<object> {
  const { asJson, interrupted, env, stderr } = options;
  const say = (text: string) => {
    if (!asJson) options.stdout.write(`${shown(folder)}: ${text}\n`);
  };
  const output = asJson ? undefined : new BuildOutput(stderr);
  try {
    const result = await buildProject({
      folder,
      tools: systemTools(env),
      onCommand: say,
      onOutput: output && ((text) => output.write(text)),
      signal: interrupted.first,
    });
    return result.status === "built"
      ? built(folder, result, say, options)
      : skipped(folder, result, say, options);
  } finally {
    output?.end();
  }
}

type Built = Extract<BuildResult, { status: "built" }>;
type Skipped = Extract<BuildResult, { status: "missing-tools" }>;
type Say = (text: string) => void;

function built(
  folder: string,
  { toolchain, component, report }: Built,
  say: Say,
  { out }: BuildOptions,
): object {
  const copy = out === undefined ? component : copyPlugin(component, out);
  const { digest, sizeBytes, languages, tools } = report;
  const made = [...languages, ...tools].map(({ name, version }) => `${name} ${version}`.trim()).join(", ");
  say(`built ${shown(copy)}: ${sizeBytes.toLocaleString("en-US")} bytes, ${made || toolchain.title}`);
  say(`this agent takes it: ${digest}`);
  const { language } = toolchain;
  return { folder, status: "built", language, component: copy, digest, sizeBytes, languages, tools };
}

function skipped(
  folder: string,
  { toolchain, missing }: Skipped,
  say: Say,
  { skipMissing }: BuildOptions,
): object {
  if (!skipMissing) throw toolsMissing(toolchain.title, missing);
  for (const { name, install } of missing) say(`skipped: no ${name} (install: ${install})`);
  const { language } = toolchain;
  return {
    folder,
    status: "skipped",
    language,
    missing: missing.map(({ name, install }) => ({ name, install })),
  };
}

const shown = (path: string) => relative(process.cwd(), path) || ".";
