import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openQueueDirectory } from "../agent.ts";
import { type Command, type CommandContext, exitCode, parseCommandLine, usageError } from "./command.ts";

const verbs = { ls, inspect, drain } as const;
const isVerb = (text: string | undefined): text is keyof typeof verbs => text !== undefined && text in verbs;

export const queueCommand: Command = {
  name: "queue",
  usage: "queue (ls DIR | inspect DIR | drain DIR --out DIR) [--json]",
  summary: "looks into queues on disk: a line each, every batch, or all batches moved out as .otlp files",
  async run(args, { stdout }) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean" }, out: { type: "string" } },
    });
    const [verb, directory, ...more] = positionals;
    if (!isVerb(verb)) throw usageError(this, `expected ls, inspect or drain, found "${verb ?? ""}"`);
    if (directory === undefined || more.length > 0) throw usageError(this, `queue ${verb}: expected one DIR`);
    if (verb === "drain" && values.out === undefined)
      throw usageError(this, "queue drain: expected --out DIR");
    await verbs[verb]({ directory, out: values.out ?? "", json: values.json === true, stdout });
    return exitCode.good;
  },
};

interface QueueCall {
  readonly directory: string;
  readonly out: string;
  readonly json: boolean;
  readonly stdout: CommandContext["stdout"];
}

/** One line for each queue. Changes nothing: an agent may be at work on it. */
async function ls({ directory, json, stdout }: QueueCall): Promise<void> {
  for (const queue of await openQueueDirectory(directory, { readOnly: true })) {
    const { exporter, batches, fileBytes, damagedRecords } = queue;
    const spans = batches.reduce((sum, { spanCount }) => sum + spanCount, 0);
    const line = { exporter, batches: batches.length, spans, fileBytes, damagedRecords };
    stdout.write(json ? `${JSON.stringify(line)}\n` : formatFields(line));
    await queue.close();
  }
}

/** One line for each batch, oldest first, with whether its bytes are whole. */
async function inspect({ directory, json, stdout }: QueueCall): Promise<void> {
  for (const queue of await openQueueDirectory(directory, { readOnly: true })) {
    for (const { sequence, spanCount: spans, byteLength: bytes } of queue.batches) {
      const state = (await queue.read(sequence)) === undefined ? "damaged" : "whole";
      const line = { exporter: queue.exporter, sequence, spans, bytes, state };
      stdout.write(json ? `${JSON.stringify(line)}\n` : formatFields(line));
    }
    await queue.close();
  }
}

/** Writes each batch as a new file `EXPORTER-SEQUENCE.otlp`, the name percent-encoded, and takes it out of its queue once it is on the disk. */
async function drain({ directory, out, json, stdout }: QueueCall): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const queue of await openQueueDirectory(directory, { readOnly: false })) {
    try {
      for (const { sequence, spanCount: spans } of queue.batches) {
        const batch = await queue.read(sequence);
        if (batch === undefined) continue;
        const stem = `${encodeURIComponent(queue.exporter)}-${String(sequence).padStart(10, "0")}`;
        const file = await writeNew(join(out, stem), batch.spans);
        queue.remove(sequence);
        stdout.write(json ? `${JSON.stringify({ file, spans })}\n` : formatFields({ file, spans }));
      }
    } finally {
      await queue.close();
    }
  }
}

/** Never over a file that is there: an empty queue counts from 1 again. */
async function writeNew(stem: string, bytes: Uint8Array): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = `${stem}${number === 1 ? "" : `-${number}`}.otlp`;
    try {
      await writeFile(file, bytes, { flag: "wx", flush: true, mode: 0o600 });
      return file;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    }
  }
}

function formatFields(fields: Readonly<Record<string, string | number>>): string {
  return `${Object.entries(fields)
    .map(([key, value]) => `${key} ${value}`)
    .join("  ")}\n`;
}
