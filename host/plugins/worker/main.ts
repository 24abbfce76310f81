import { parentPort, workerData } from "node:worker_threads";
import type { FromWorker, ToWorker, WorkerSetup } from "./messages.ts";
import { PluginThread } from "./plugin-thread.ts";

// Guests have deep stacks, and the innermost ten frames are often the language's runtime.
Error.stackTraceLimit = 50;

const port = parentPort!;
const thread = new PluginThread(workerData as WorkerSetup, (message: FromWorker) =>
  port.postMessage(message),
);
await thread.start();
port.on("message", (message: ToWorker) => thread.take(message));
