import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { SpandockError, SpandockErrors } from "../contract/index.ts";
import type { AgentConfig } from "./agent-config.ts";
import type { ConfigFiles, Environment } from "./config-context.ts";
import { diffConfigs } from "./diff-configs.ts";
import { type ConfigEdit, editConfig, wantedInPipeline } from "./edit-config.ts";
import { readText } from "./load-config.ts";
import { parseConfig } from "./parse-config.ts";

export interface RewriteConfigOptions {
  /** Absolute path. */
  readonly file: string;
  readonly edit: ConfigEdit;
  readonly env: Environment;
  readonly files: ConfigFiles;
}

/** A change to a config file that was tried out, but not written yet. */
export interface PlannedRewrite {
  /** What the file will say. */
  readonly config: AgentConfig;
  /** The file says all of it already. */
  readonly isNoop: boolean;
  readonly text: string;
}

/**
 * Makes the change in the file's present text and checks that it does what it should and nothing else.
 *
 * @throws SpandockErrors CONFIG_INVALID and the like when the entry is wrong; SpandockError CONFIG_NOT_WRITABLE when the
 * file can't take the change.
 */
export function planRewrite({ file, edit, env, files }: RewriteConfigOptions): PlannedRewrite {
  const parsed = (text: string) => parseConfig({ text, file, env, baseDir: dirname(file), files });
  const written = readText(file, file, files);
  const before = explaining(`${file} has problems of its own`, () => parsed(written));
  const text = editConfig(written, edit);
  const after = edit.kind === "put" ? parsed(text) : explaining(`without "${edit.name}"`, () => parsed(text));
  if (!isWhatWasAsked(before, after, edit)) {
    const message = `${file}: "${edit.name}" can't be written without touching other parts`;
    throw new SpandockError("CONFIG_NOT_WRITABLE", {
      message,
      fix: "Make the change in the file by hand: anchors and aliases reach across it.",
    });
  }
  return { config: after, isNoop: text === written, text };
}

/**
 * Plans the change once more, on what the file says now, and puts the new text in its place at once: a reader sees the
 * old one or the new one whole.
 *
 * @throws as `planRewrite`
 */
export function rewriteConfigFile(options: RewriteConfigOptions): AgentConfig {
  const { config, isNoop, text } = planRewrite(options);
  if (isNoop) return config;
  const { file } = options;
  try {
    // A link stays one: what it leads to is replaced.
    replaceFile(realpathSync(file), text);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new SpandockError("CONFIG_NOT_WRITABLE", { message: `${file}: ${reason}`, cause });
  }
  return config;
}

function replaceFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  const descriptor = openSync(temporary, "w", statSync(path).mode & 0o777);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    renameSync(temporary, path);
  } catch (cause) {
    unlinkSync(temporary);
    throw cause;
  }
}

function isWhatWasAsked(before: AgentConfig, after: AgentConfig, edit: ConfigEdit): boolean {
  const { kind, name } = edit;
  const { receivers, exporters, service } = diffConfigs(before, after);
  const touched = [...exporters.added, ...exporters.removed, ...exporters.changed.map((each) => each.name)];
  const others = [...receivers.added, ...receivers.removed, ...receivers.changed];
  const [was, is] = [before, after].map((config) => config.service.pipelines.traces.exporters);
  const wanted = wantedInPipeline(edit) ?? was?.includes(name);
  const without = (names: readonly string[] = []) => names.filter((each) => each !== name).join("\n");
  return (
    others.length === 0 &&
    touched.every((each) => each === name) &&
    service.every((field) => field === "pipelines") &&
    without(was) === without(is) &&
    is?.includes(name) === wanted &&
    (kind === "remove" ? !after.exporters.has(name) : after.exporters.has(name))
  );
}

function explaining<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof SpandockErrors)) throw cause;
    const message = `${what}: ${cause.errors[0]?.message}`;
    throw new SpandockError("CONFIG_NOT_WRITABLE", { message, cause });
  }
}
