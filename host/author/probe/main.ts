import { parentPort, workerData } from "node:worker_threads";
import type { FromProbe, ProbeCall, ProbeSetup } from "./messages.ts";
import { ProbeThread } from "./probe-thread.ts";

// Guests have deep stacks, and the innermost ten frames are often the language's runtime.
Error.stackTraceLimit = 50;

const port = parentPort!;
const thread = new ProbeThread(workerData as ProbeSetup, (message: FromProbe) => port.postMessage(message));
await thread.start();
port.on("message", (call: ProbeCall) => thread.take(call));
