import type { MessagePort } from "node:worker_threads";
import { CodeCache, type Program } from "../../boot/index.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { PluginThread } from "./plugin-thread.ts";

/**
 * What a plugin's thread does: it waits for the plugin that it is for, and works off its calls.
 *
 * @param program this program: what V8 has compiled of it when the plugin has started is kept in `keepIn`
 */
export function servePlugin(
  port: MessagePort,
  { newCode, keepIn }: Pick<Program<unknown>, "newCode"> & { readonly keepIn: string | undefined },
): void {
  // Guests have deep stacks, and the innermost ten frames are often the language's runtime.
  Error.stackTraceLimit = 50;
  const post = (message: FromWorker) => port.postMessage(message);
  const keepOwnCode = () => {
    if (keepIn === undefined) return;
    const cache = new CodeCache(keepIn);
    for (const each of newCode()) cache.write(each);
  };
  let thread: PluginThread | undefined;
  port.on("message", (message: ToWorker) => {
    if (message.kind !== "start") {
      thread?.take(message);
      return;
    }
    const starting = new PluginThread(message.setup, post);
    thread = starting;
    void starting.start().then(() => keepQuietly([keepOwnCode, () => starting.keepCode()], post));
  });
}

/** The agent keeps its own code in the same place, and warns when it can't. */
function keepQuietly(steps: readonly (() => void)[], post: (message: FromWorker) => void): void {
  try {
    for (const step of steps) step();
  } catch (error) {
    const fields = { reason: error instanceof Error ? error.message : String(error) };
    post({ kind: "log", level: "debug", message: "the code cache can't be written", fields });
  }
}
