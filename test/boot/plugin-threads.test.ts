import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { PluginThreads } from "../../host/boot/index.ts";

const boot = new URL("../../dist/host/boot/index.js", import.meta.url).href;

/** Runs a program with `threads` at hand, and answers what it prints when it ends by itself. */
async function run(body: string): Promise<string> {
  const source = `import { PluginThreads } from "${boot}"; const threads = new PluginThreads({}); ${body}`;
  const args = ["--input-type=module", "-e", source];
  return (await promisify(execFile)(process.execPath, args, { timeout: 60_000 })).stdout;
}

describe("threads that are started ahead", () => {
  it("are given away once each, whether they waited or not", async () => {
    const threads = new PluginThreads({});
    threads.expect(2);
    const taken = [threads.take(), threads.take(), threads.take()];
    expect(new Set(taken.map(({ threadId }) => threadId)).size).toBe(3);
    await Promise.all(taken.map((thread) => thread.terminate()));
  });

  it("do not keep a process alive that takes none of them", async () => {
    expect(await run('threads.expect(2); console.log("done");')).toBe("done\n");
  });

  it("keep it alive once they are taken, until they end", async () => {
    const body =
      'threads.expect(1); const thread = threads.take(); thread.once("online", () => void thread.terminate()); thread.once("exit", () => console.log("ended"));';
    expect(await run(body)).toBe("ended\n");
  });

  it("are made when they are asked for once none is started ahead any more", async () => {
    const threads = new PluginThreads({});
    threads.expect(1);
    threads.close();
    const thread = threads.take();
    await once(thread, "online");
    expect(thread.threadId).toBeGreaterThan(0);
    await thread.terminate();
  });
});
