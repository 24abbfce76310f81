import { parentPort, workerData } from "node:worker_threads";
import type { FromProbe, ProbeSetup, ToProbe } from "./messages.ts";
import { ProbeThread } from "./probe-thread.ts";

// Guests have deep stacks, and the innermost ten frames are often the language's runtime.
Error.stackTraceLimit = 50;

const port = parentPort!;
const thread = new ProbeThread(workerData as ProbeSetup, (message: FromProbe) => port.postMessage(message));
port.on("message", (message: ToProbe) => thread.take(message));
