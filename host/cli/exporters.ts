import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { namesPackagedPlugin } from "../config/index.ts";
import { type Change, type ExporterView, SpandockError } from "../contract/index.ts";
import { AdminClient } from "./admin-client.ts";
import { type Command, type CommandContext, exitCode, parseCommandLine, usageError } from "./command.ts";
import { type EntryFlags, entryFromFlags, entryOptions, readEntry } from "./exporters-entry.ts";
import { exporterTable } from "./exporters-table.ts";

const verbs = ["list", "add", "remove", "reload", "enable", "disable"] as const;
type Verb = (typeof verbs)[number];

/** Which of the options a verb takes, besides --admin and --json. */
const optionsOf: Readonly<Record<Verb, readonly string[]>> = {
  list: [],
  add: [...Object.keys(entryOptions), "upload", "persist"],
  remove: ["persist"],
  reload: ["entry", "canary", "persist"],
  enable: ["persist"],
  disable: ["persist"],
};

interface Values extends Partial<EntryFlags> {
  readonly entry?: string;
  readonly upload?: boolean;
  readonly persist?: boolean;
  readonly canary?: string;
  readonly admin?: string;
  readonly json?: boolean;
}

export const exportersCommand: Command = {
  name: "exporters",
  usage:
    "exporters (list | add NAME (--entry FILE.yaml | --plugin FILE.wasm [--plugin-config FILE.yaml] [--allow-read DIR] [--allow-write DIR] [--allow-http ORIGIN] [--allow-env NAME] [--upload]) | remove NAME | reload NAME [--entry FILE.yaml] [--canary 5%] | enable NAME | disable NAME) [--persist] [--admin URL] [--json]",
  summary: "shows and changes the exporters of a running agent; exit code 0 only when the change is in force",
  async run(args, context) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: {
        ...entryOptions,
        upload: { type: "boolean" },
        persist: { type: "boolean" },
        canary: { type: "string" },
        admin: { type: "string" },
        json: { type: "boolean" },
      },
    });
    const [verb, name, ...more] = positionals;
    if (!isVerb(verb)) throw usageError(this, `expected ${verbs.join(", ")}, found "${verb ?? ""}"`);
    const known = [...optionsOf[verb], "admin", "json"];
    const stray = Object.keys(values).find((option) => !known.includes(option));
    if (stray !== undefined) throw usageError(this, `exporters ${verb} takes no --${stray}`);
    const client = new AdminClient(values.admin, context.env);
    if (verb === "list") {
      if (name !== undefined) throw usageError(this, "exporters list takes no name");
      return await list(client, values, context);
    }
    if (name === undefined || more.length > 0) throw usageError(this, `exporters ${verb}: expected one NAME`);
    const change = await makeChange({ verb, name, values, client });
    context.stdout.write(values.json ? `${JSON.stringify(change)}\n` : `${change.message}\n`);
    return exitCode.good;
  },
};

const isVerb = (text: string | undefined): text is Verb => verbs.some((verb) => verb === text);

async function list(client: AdminClient, { json }: Values, { stdout }: CommandContext): Promise<number> {
  const answer = await client.send({ method: "GET", path: "/api/v1/exporters" });
  const { exporters } = answer as { exporters: readonly ExporterView[] };
  stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : exporterTable(exporters));
  return exitCode.good;
}

interface ChangeCall {
  readonly verb: Exclude<Verb, "list">;
  readonly name: string;
  readonly values: Values;
  readonly client: AdminClient;
}

async function makeChange({ verb, name, values, client }: ChangeCall): Promise<Change> {
  const path = `/api/v1/exporters/${encodeURIComponent(name)}`;
  const persist = values.persist === true;
  switch (verb) {
    case "add": {
      const entry = await entryToAdd(name, values, client);
      return (await client.send({ method: "PUT", path, body: { entry, persist } })) as Change;
    }
    case "remove":
      return (await client.send({ method: "DELETE", path, body: { persist } })) as Change;
    case "reload": {
      const body = {
        persist,
        ...(values.entry !== undefined && { entry: await readEntry(values.entry) }),
        ...(values.canary !== undefined && { canaryShare: parseShare(values.canary) }),
      };
      return (await client.send({ method: "POST", path: `${path}/reload`, body })) as Change;
    }
    case "enable":
    case "disable":
      return (await client.send({ method: "POST", path: `${path}/${verb}`, body: { persist } })) as Change;
    default:
      return verb satisfies never;
  }
}

async function entryToAdd(name: string, values: Values, client: AdminClient): Promise<string> {
  const { entry, plugin, upload, ...flags } = values;
  const given = Object.keys(flags).filter((flag) => flag in entryOptions);
  if (entry !== undefined && plugin === undefined && given.length === 0 && !upload)
    return await readEntry(entry);
  if (entry !== undefined || plugin === undefined) {
    throw usageError(exportersCommand, "exporters add: expected either --entry FILE or --plugin FILE.wasm");
  }
  const found = namesPackagedPlugin(plugin) ? plugin : resolve(plugin);
  const file = upload ? await uploadPlugin(name, plugin, client) : found;
  return await entryFromFlags({ ...flags, plugin: file });
}

/** Answers where the agent has put it. */
async function uploadPlugin(name: string, plugin: string, client: AdminClient): Promise<string> {
  const body = await readFile(plugin).catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("PLUGIN_NOT_READABLE", {
      message: `${basename(plugin)}: ${cause.code ?? cause.message}`,
      cause,
    });
  });
  const shown = name.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 64);
  const answer = await client.send({ method: "POST", path: `/api/v1/plugins?name=${shown}`, body });
  return (answer as { file: string }).file;
}

/** `5%` or `0.05`. */
function parseShare(text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const share = Number(number) / (percent === "%" ? 100 : 1);
  if (share > 0 && share < 1) return share;
  throw usageError(exportersCommand, `--canary: expected a share such as 5% or 0.05, found "${text}"`);
}
