import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { storeIn, temporaryDirectories, textOf } from "./set-up-store.ts";

const makeDirectory = temporaryDirectories();
const child = fileURLToPath(new URL("kill-child.mjs", import.meta.url));

/** Runs the child until it has said `lines` lines, kills it, and answers all that it said. */
async function runAndKill(directory: string, name: string, lines: number): Promise<string[]> {
  const running = spawn(process.execPath, [child, directory, name], { stdio: ["ignore", "pipe", "inherit"] });
  // Its output may end before the process does, which holds the lock until then.
  const ended = once(running, "exit");
  const said: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    said.push(line);
    if (said.length === lines) running.kill("SIGKILL");
  }
  await ended;
  return said;
}

describe("a stored queue whose process is killed (needs `npm run build`)", () => {
  it("has every batch that was said to be stored, none torn, and goes on from there", async () => {
    const directory = await makeDirectory();
    const stored = new Set<string>();
    const acknowledged = new Set<string>();
    for (const [round, lines] of [1, 40, 333, 1_500, 2_777].entries()) {
      const said = await runAndKill(directory, `round${round}`, lines);
      expect(said.length).toBeGreaterThanOrEqual(lines);
      for (const line of said) {
        const [verb, id] = line.split(" ");
        if (verb === "stored") stored.add(id!);
        else acknowledged.add(id!);
      }
      const { store, logger } = storeIn(directory);
      const found = new Set<string>();
      for (const { sequence } of await store.open()) {
        found.add(textOf(await store.read(sequence))!.replace(/\.+$/, ""));
      }
      expect([...stored].filter((id) => !acknowledged.has(id) && !found.has(id))).toEqual([]);
      expect(store.stats().damagedRecords).toBe(0);
      expect(logger.lines.filter(({ level }) => level === "error")).toEqual([]);
      await store.close();
    }
  });
});
